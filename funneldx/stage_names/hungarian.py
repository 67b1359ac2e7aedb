"""Hungarian names of stages and words of tables: natural ones, and the words of the documents' translation."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        potenciális vevők, potenciális vevő, potenciális vásárlók, potenciális vásárló, potenciális ügyfelek,
        potenciális ügyfél, lehetséges vevők, lehetséges ügyfelek, leadek, új leadek, új lead, célcsoport,
        célközönség, névjegyzék, kontaktlista, hívólista
    """),
    Role.DIALED: listed("""
        hideg hívás, hideg hívások, hideghívás, hideghívások, kezdeményezett hívások, kimenő hívások,
        hívási kísérlet, hívási kísérletek, tárcsázás, tárcsázások, tárcsázott számok, felhívottak,
        kimenő hívás
    """),
    Role.CONTACTED: listed("""
        kapcsolat, kapcsolatfelvétel, kapcsolatfelvételek, kapcsolat létrejött, kapcsolatba lépett,
        kapcsolatba léptek, első kapcsolat, első kapcsolatfelvétel, elért, elértek, elért ügyfelek,
        felvette a kagylót, felvették a kagylót, vegye fel a kagylót, felvette a telefont,
        felvették a telefont, fogadott hívások, megkeresett, megkeresettek, ismertség, tudatosság
    """),
    Role.LISTENED: listed("""
        meghallgatta, meghallgatták, végighallgatta, végighallgatták, meghallgatás, beszélgetés, beszélgetések
    """),
    Role.INTERESTED: listed("""
        érdeklődés, érdeklődő, érdeklődők, érdeklődött, érdeklődtek, érdekelt, érdekeltek, érdekelt vásárlók,
        érdekelt vevők, érdeklődő vásárlók, érdeklődést mutatott, minősített, minősített lead,
        minősített leadek, igényfelmérés, szükségletfelmérés, lehetőség, lehetőségek, ajánlatkérés,
        ajánlatkérések
    """),
    Role.AGREED: listed("""
        beleegyezett, beleegyeztek, elfogadta a meghívást, elfogadták a meghívást, meghívást elfogadók,
        találkozó egyeztetve, egyeztetett találkozó, egyeztetett találkozók, időpont egyeztetve,
        egyeztetett időpontok, lefoglalt időpont, lefoglalt időpontok, demó egyeztetve, bemutató egyeztetve
    """),
    Role.ATTENDED: listed("""
        eljött a bemutatóra, eljöttek a bemutatóra, eljött, eljöttek, megjelent, megjelentek, részt vett,
        részt vettek, résztvevők, bemutató, bemutatók, bemutató megtartva, megtartott bemutatók, demó,
        demó megtartva, prezentáció, prezentációk, találkozó megtartva, megtartott találkozók
    """),
    Role.PRICE_DISCUSSED: listed("""
        ármegbeszélés, ármegbeszélések, ártárgyalás, ártárgyalások, árajánlat, árajánlatok, árajánlat elküldve,
        ajánlat, ajánlatok, ajánlat elküldve, elküldött ajánlatok, elküldött ajánlat, ajánlatadás, tárgyalás,
        tárgyalások, alku, alkudozás, vásárlási szándék, szerződés elküldve
    """),
    Role.PURCHASED: listed("""
        eladott, eladás, eladások, eladva, értékesítés, értékesítések, vásárlás, vásárlások, vásárolt,
        vásároltak, vásárló, vásárlók, vevő, vevők, új vevők, ügyfél, ügyfelek, új ügyfelek, megvette,
        megvették, megrendelés, megrendelések, rendelés, rendelések, megnyert, megnyerve, megnyert üzletek,
        üzletkötés, üzletkötések, szerződéskötés, szerződéskötések, szerződés aláírva, fizetett
    """),
    Role.REPEAT: listed("""
        visszatérő vevő, visszatérő vevők, visszatérő vásárló, visszatérő vásárlók, visszatérő ügyfelek,
        törzsvevő, törzsvevők, törzsvásárló, törzsvásárlók, ismételt vásárlás, ismételt vásárlások, újravásárlás,
        újra vásárolt, második vásárlás, második rendelés
    """),
}

NO_ROLE = frozenset(
    listed("""
        megjelenítések, megjelenítés, elérés, látogatás, látogatások, látogató, látogatók, egyedi látogatók,
        munkamenet, munkamenetek, felhasználók, aktív felhasználók, új felhasználók, oldalmegtekintés,
        oldalmegtekintések, megtekintések, termékmegtekintés, termékmegtekintések, keresés, keresések,
        kattintás, kattintások, kezdőlap, kosár, kosarak, kosárba tette, kosárba tették, kosárba helyezés,
        kosárba helyezve, pénztár, regisztráció, regisztrációk, regisztrált, regisztráltak, feliratkozás,
        feliratkozások, feliratkozók, telepítés, telepítések, letöltés, letöltések, próbaidőszak,
        ingyenes próba, aktiválás, aktiválások, előfizetés, előfizetések, előfizetők, konverziók, új,
        folyamatban, feldolgozás alatt, hívás, hívások, telefonhívás, telefonhívások, bejövő hívás,
        bejövő hívások, találkozó, találkozók, időpont, időpontok, szerződés, szerződések, számla, számlák
    """)
)

EXITS = frozenset(
    listed("""
        elveszett, elvesztett, elveszített, elvesztett üzletek, elveszített üzletek, elutasítva, elutasított,
        elutasítás, lemondva, lemondás, törölve, nem érdekli, nem érdeklődik, nem minősített, lemorzsolódás,
        elhagyott kosarak, elveszett üzlet, elveszett üzletek, elvesztett üzlet, elveszített üzlet, elvesztve,
        elveszett ügyfelek, sikertelen, sikertelenül lezárva, sikertelenül zárult, lezárva elveszett,
        lezárva elvesztve, nem nyert, nem konvertált, lezárva nem konvertált, nincs döntés, nincs keret,
        nem vásárolt, nem vette meg, duplikált, duplikátum, duplikátumok, elutasította, elutasították,
        visszautasítva, visszautasított, törölt
    """)
)

HEADERS = {
    "stage": listed("""
        szakasz, szakaszok, lépés, lépések, fázis, fázisok, szint, szakasz neve, lépés neve, tölcsér szakasza,
        tölcsér lépése, tölcsérszakasz, értékesítési szakasz, értékesítési fázis
    """),
    "count": listed("""
        szám, darab, db, darabszám, mennyiség, létszám, fő, emberek, felhasználók, leadek száma,
        felhasználók száma, emberek száma
    """),
    "funnel": listed("tölcsér, értékesítési tölcsér, tölcsér neve, név, megnevezés"),
    "period": listed("dátum, időszak, periódus"),
    "day": ("nap",),
    "week": ("hét",),
    "month": ("hónap",),
    "quarter": ("negyedév",),
    "year": ("év",),
}

MEASURES = frozenset(
    listed("""
        ár, árak, költség, költségek, kiadás, kiadások, bevétel, árbevétel, összeg, érték, költségvetés,
        nyereség, haszon, kedvezmény, jutalék, arány, aránya, százalék, konverzió, valószínűség, átlag,
        átlagos, medián, idő, időtartam, napok, órák, percek, azonosító, telefon, telefonszám, irányítószám,
        huf, sorszám, rendelésszám, eltérés, változás, növekedés, gyakoriság, különbség, terv, tény
    """)
)

LAST_MEASURES = frozenset(listed("cél, célok, ciklus"))

LONE_MEASURES = frozenset(listed("üzlet, fiók"))

COUNTING = {
    "before": listed("összes", "{} "),
    "after": listed("száma, szám, db, darab, darabszáma, fő", " {}"),
}

TOTALS = frozenset(listed("összesen, mindösszesen, összes, összeg, végösszeg, részösszeg"))

SUMS = frozenset(listed("összesen, mindösszesen, végösszeg, részösszeg"))

SUMMARIES = frozenset(
    listed("""
        átlag, átlagos, medián, cél, célok, terv, előrejelzés, előző év, előző hónap, előző időszak, eltérés,
        változás, különbség
    """)
)

TURNING = frozenset(
    listed("""
        nem, nincs, nélkül, elveszett, elvesztett, elveszített, elvesztve, elutasított, elutasítva,
        sikertelen, sikertelenül, lemondva, lemondott, törölve, törölt, potenciális, lehetséges
    """)
)

MONTHS = (
    listed("január, jan"),
    listed("február, febr, feb"),
    listed("március, márc, már"),
    listed("április, ápr"),
    listed("május, máj"),
    listed("június, jún"),
    listed("július, júl"),
    listed("augusztus, aug"),
    listed("szeptember, szept, szep"),
    listed("október, okt"),
    listed("november, nov"),
    listed("december, dec"),
)
