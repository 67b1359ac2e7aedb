"""German names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        potenzielle kunden, potenzieller kunde, potenzielle käufer, potentielle kunden, potentielle käufer,
        neue leads, neuer lead, eingehende leads, rohleads, zielgruppe, zielkunden, kontaktliste, anrufliste,
        adressliste, kontaktbasis, akquise, anfrage, anfragen, neue anfragen, eingehende anfragen
    """),
    Role.DIALED: listed("""
        getätigte anrufe, anrufe getätigt, ausgehende anrufe, anrufversuche, anwahlversuche, anwahlen,
        angerufen, gewählt, kaltakquise, kaltanruf, kaltanrufe, ausgehender anruf, anruf getätigt,
        kaltakquise anrufe
    """),
    Role.CONTACTED: listed("""
        kontaktiert, kontaktierte, kontaktierte leads, kontakt, kontakt hergestellt, kontakt aufgenommen,
        kontaktaufnahme, erstkontakt, erstkontakte, erreicht, erreichte, erreichte kontakte, abgehoben,
        beantwortete anrufe, angenommene anrufe, aufmerksamkeit, bekanntheit, kontaktierte kunden,
        kunden kontaktiert
    """),
    Role.LISTENED: listed("""
        zugehört, angehört, gespräch, gespräche, gespräche geführt, geführte gespräche, telefongespräche
    """),
    Role.INTERESTED: listed("""
        interessiert, interessierte, interesse, interesse gezeigt, interessenten, interessent,
        interesse bekundet, qualifiziert, qualifizierte, qualifizierte leads, qualifizierter lead,
        qualifizierung, qualifikation, kaufbereit qualifiziert, qualifiziert zum kauf, verkaufschance,
        verkaufschancen, opportunity erstellt, bedarf ermittelt, bedarfsanalyse, bedarfsermittlung,
        interessierte kunden, interessierte leads
    """),
    Role.AGREED: listed("""
        zugesagt, zusagen, einladung angenommen, eingeladen, termin vereinbart, termine vereinbart,
        vereinbarte termine, termin gebucht, termine gebucht, gebuchte termine, demo geplant, demos geplant,
        demo vereinbart, demos vereinbart, demo gebucht, demos gebucht, meeting vereinbart, meetings vereinbart,
        präsentation geplant, präsentation vereinbart
    """),
    Role.ATTENDED: listed("""
        teilgenommen, teilnehmer, erschienen, termin wahrgenommen, termine wahrgenommen, wahrgenommene termine,
        termin stattgefunden, termine stattgefunden, demo durchgeführt, demos durchgeführt, demo gehalten,
        demo gezeigt, durchgeführte demos, präsentation, präsentationen, präsentation gehalten,
        präsentation durchgeführt
    """),
    Role.PRICE_DISCUSSED: listed("""
        preis besprochen, preisgespräch, preisverhandlung, angebot, angebote, angebot gemacht,
        angebot unterbreitet, angebot erstellt, angebote erstellt, angebot abgegeben, angebot gesendet,
        angebote gesendet, angebot verschickt, angebote verschickt, angebot versendet, angebote versendet,
        gesendete angebote, angebotsphase, kostenvoranschlag, verhandlung, verhandlungen, in verhandlung,
        verhandlung gestartet, verhandlungen begonnen, verhandlungen gestartet, vertragsverhandlung,
        vertrag gesendet, vertrag versendet, vertrag verschickt, entscheider überzeugt, entscheidungsphase,
        kaufwunsch, kaufabsicht
    """),
    Role.PURCHASED: listed("""
        gekauft, kauf, käufe, käufer, verkauft, verkauf, verkäufe, gewonnen, abgeschlossen gewonnen,
        abgeschlossen und gewonnen, geschlossen gewonnen, gewonnene deals, gewonnene geschäfte, abschluss,
        abschlüsse, kaufabschluss, kaufabschlüsse, vertragsabschluss, vertragsabschlüsse, geschäftsabschluss,
        kunde, kunden, neukunde, neukunden, neue kunden, auftrag, aufträge, auftrag erhalten, bestellung,
        bestellungen, bestellt, bezahlt, zahlung, zahlungen, vertrag unterschrieben, vertrag unterzeichnet,
        verträge unterschrieben
    """),
    Role.REPEAT: listed("""
        wiederkäufer, wiederkauf, wiederkäufe, stammkunde, stammkunden, wiederkehrende kunden, folgekauf,
        folgekäufe, folgeauftrag, folgeaufträge, zweitkauf, zweitkäufe, zweite bestellung, erneut gekauft,
        nachbestellung, nachbestellungen, verlängerung, verlängerungen
    """),
}

NO_ROLE = frozenset(
    listed("""
        impressionen, einblendungen, reichweite, besuche, besuch, besucher, websitebesuche, website besuche,
        websitebesucher, eindeutige besucher, sitzungen, sitzung, nutzer, aktive nutzer, neue nutzer,
        benutzer, seitenaufrufe, seitenaufruf, seitenansichten, aufrufe, produktansichten, produktansicht,
        produktaufrufe, produktseite, produkt angesehen, suchen, suchanfragen, suche, klick, klicks,
        link klicks, startseite, landingpage, warenkorb, warenkörbe, in den warenkorb,
        in den warenkorb gelegt, zum warenkorb hinzugefügt, warenkorb erstellt, zur kasse, kasse,
        bezahlvorgang gestartet, versand, registrierung, registrierungen, registriert, anmeldung, anmeldungen,
        angemeldet, konto erstellt, installation, installationen, installiert, heruntergeladen, testphase,
        testversion, kostenloser test, testnutzer, aktivierung, aktivierungen, aktiviert, abonniert,
        abonnements, abonnenten, newsletter, formular abgeschickt, formulare abgeschickt, e mails gesendet,
        e mails geöffnet, konversionen, neu, offen, in bearbeitung, in arbeit, wertversprechen, wertangebot,
        wahrnehmungsanalyse, entscheider identifiziert, dokumente vorbereiten, nachfassen, wiedervorlage,
        schlussrechnung, anruf, anrufe, telefonate, telefonat, telefonanrufe, eingehende anrufe,
        eingegangene anrufe, termin, termine, treffen, besprechung, besprechungen, vertrag, verträge,
        rechnung, rechnungen
    """)
)

EXITS = frozenset(
    listed("""
        verloren, verlorene deals, verlorene geschäfte, abgeschlossen verloren, abgeschlossen und verloren,
        geschlossen verloren, disqualifiziert, unqualifiziert, nicht qualifiziert, nicht interessiert,
        kein interesse, abgelehnt, absage, absagen, abgesagt, storniert, abgebrochen, abbruch, abbrüche,
        abgesprungen, warenkorbabbruch, warenkorbabbrüche, nicht erschienen, verlorene, verlorener deal,
        deal verloren, deals verloren, geschäft verloren, auftrag verloren, verlorene aufträge,
        verlorene verkaufschancen, verlorene kunden, nicht gewonnen, nicht erfolgreich, erfolglos,
        erfolglos abgeschlossen, nicht erfolgreich abgeschlossen, abgeschlossen nicht gewonnen,
        abgeschlossen nicht konvertiert, nicht konvertiert, kein budget, keine entscheidung, kein bedarf,
        kein abschluss, duplikat, duplikate, dublette, dubletten, angebot abgelehnt, angebote abgelehnt,
        abgelehnte angebote, ablehnung, ablehnungen, ungültig
    """)
)

HEADERS = {
    "stage": listed("""
        stufe, stufen, phase, phasen, schritt, schritte, name der stufe, name der phase, name des schritts,
        trichterstufe, trichterphase, funnel stufe, funnelstufe, funnel phase, funnel schritt, deal phase,
        dealphase, verkaufsphase, vertriebsphase, verkaufsstufe, pipeline phase
    """),
    "count": listed("""
        anzahl, anz, menge, stück, stückzahl, zahl, personen, nutzer, anzahl personen, anzahl nutzer,
        anzahl leads, anzahl der leads, anzahl der personen
    """),
    "funnel": listed("trichter, verkaufstrichter, vertriebstrichter, name, name des trichters, bezeichnung"),
    "period": listed("datum, zeitraum, periode, berichtsdatum, berichtszeitraum"),
    "day": ("kalendertag",),
    "week": listed("woche, kalenderwoche, kw"),
    "month": listed("monat, kalendermonat"),
    "quarter": ("quartal",),
    "year": listed("jahr, kalenderjahr, geschäftsjahr"),
}

MEASURES = frozenset(
    listed("""
        umsatz, umsätze, gesamtumsatz, kosten, gesamtkosten, ausgaben, einnahmen, preis, preise, betrag,
        beträge, wert, werte, dealwert, auftragswert, gewinn, ertrag, marge, budget, rabatt, provision, mwst,
        abschlussrate, abschlussquote, konversionsrate, konversion, conversionrate, klickrate, anteil,
        prozent, prozentsatz, wahrscheinlichkeit, durchschnitt, durchschnittlich, durchschnittliche,
        mittelwert, dauer, zeit, tage, stunden, minuten, telefon, telefonnummer, plz, postleitzahl, nummer,
        kundennummer, auftragsnummer, bestellnummer, rechnungsnummer, vertragsnummer, angebotsnummer, chf,
        soll, abweichung, abweichungen, ziel, ziele, veränderung, differenz, wachstum, vorjahr, vormonat,
        häufigkeit, investition, investitionen, lfd nr
    """)
)

LAST_MEASURES = frozenset(listed("zyklus, mitarbeiter, vertriebler, verlust"))

LONE_MEASURES = frozenset(listed("ist, filiale, reihenfolge, plan"))

COUNTING = {
    "before": listed(
        """
        anzahl, anzahl der, anzahl an, anzahl von, gesamtanzahl, gesamtanzahl der, gesamtzahl der, anz, zahl der,
        summe von, summe der
        """,
        "{} ",
    ),
    "after": listed("anzahl, anz, stück", " {}"),
}

TOTALS = frozenset(
    listed("""
        summe, gesamt, gesamtsumme, gesamtergebnis, insgesamt, zwischensumme, total, alle, teilsumme,
        gesamtanzahl, summen
    """)
)

SUMS = frozenset(listed("summe, gesamt, gesamtsumme, zwischensumme, insgesamt"))

SUMMARIES = frozenset(
    listed("""
        durchschnitt, durchschnittswert, mittelwert, mittel, schnitt, ziel, ziele, zielwert, soll, prognose,
        vorjahr, vormonat, vorwoche, vorperiode, abweichung, differenz, veränderung, sollwert, planwert
    """)
)

TURNING = frozenset(
    listed("""
        nicht, kein, keine, keinen, ohne, verloren, verlorene, verlorener, abgelehnt, abgelehnte, abgesagt,
        storniert, abgebrochen, disqualifiziert, unqualifiziert, erfolglos, ungültig, duplikat, potenzielle,
        potenzieller, potentielle, offen, ausstehend, geplant
    """)
)

MONTHS = (
    listed("januar, jänner, jan"),
    listed("februar, feber, feb"),
    listed("märz, maerz, mär, mrz"),
    listed("april, apr"),
    ("mai",),
    listed("juni, jun"),
    listed("juli, jul"),
    listed("august, aug"),
    listed("september, sept, sep"),
    listed("oktober, okt"),
    listed("november, nov"),
    listed("dezember, dez"),
)
