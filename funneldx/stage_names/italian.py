"""Italian names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        potenziali clienti, clienti potenziali, cliente potenziale, potenziali acquirenti, nuovi lead, nuovo lead,
        lead nuovi, lead generati, lead in entrata, contatti potenziali, prospezione, pubblico target,
        lista contatti, base contatti
    """),
    Role.DIALED: listed("""
        chiamate effettuate, chiamate fatte, chiamate a freddo, chiamata a freddo, telefonate effettuate,
        tentativi di chiamata, tentativi, numeri composti, chiamate in uscita, chiamata in uscita
    """),
    Role.CONTACTED: listed("""
        contattati, contattato, contatto, contatto stabilito, contatto avvenuto, contatto fatto,
        primo contatto, contatto iniziale, raggiunti, chiamate risposte, hanno risposto, notorietà,
        consapevolezza, clienti contattati, lead contattati
    """),
    Role.LISTENED: listed("""
        hanno ascoltato, ascoltato, conversazione, conversazioni, conversazioni avvenute, hanno parlato
    """),
    Role.INTERESTED: listed("""
        interessati, interessato, interesse, lead interessati, hanno mostrato interesse, qualificato,
        qualificati, lead qualificati, lead qualificato, qualificazione, qualifica, opportunità, opportunita,
        analisi dei bisogni, analisi delle esigenze, esigenze identificate, bisogni identificati,
        qualificato all acquisto, clienti interessati
    """),
    Role.AGREED: listed("""
        hanno accettato, invito accettato, inviti accettati, invitati, appuntamento fissato, appuntamenti fissati,
        appuntamento programmato, appuntamenti programmati, riunione programmata, riunioni programmate,
        riunione fissata, riunioni fissate, incontro fissato, incontri fissati, demo programmata,
        demo programmate, demo fissata, demo fissate, presentazione programmata
    """),
    Role.ATTENDED: listed("""
        hanno partecipato, partecipanti, presentati, incontro avvenuto, incontri avvenuti,
        appuntamento svolto, appuntamenti svolti, riunione svolta, riunioni svolte, demo effettuata,
        demo effettuate, demo svolta, demo svolte, presentazione, presentazioni, presentazione effettuata,
        visita effettuata, visite effettuate, dimostrazione, dimostrazioni
    """),
    Role.PRICE_DISCUSSED: listed("""
        proposta, proposte, proposta fatta, proposta inviata, proposte inviate, proposta commerciale, preventivo,
        preventivi, preventivo inviato, preventivi inviati, preventivo presentato, offerta, offerte,
        offerta inviata, offerte inviate, prezzo discusso, discussione del prezzo, trattativa, trattative,
        trattativa iniziata, trattative iniziate, in trattativa, negoziazione, negoziazioni, desiderio,
        desiderio di acquisto, intenzione di acquisto, contratto inviato, contrattazione, decisione
    """),
    Role.PURCHASED: listed("""
        acquisto, acquisti, acquistato, acquistati, hanno acquistato, acquirenti, acquirente, vendita, vendite,
        venduto, venduti, vendite concluse, vendita conclusa, vinto, vinti, vinta, vinte, chiuso vinto,
        chiusa vinta, chiuso e vinto, trattativa vinta, trattative vinte, affare vinto, affari vinti,
        affare concluso, affari conclusi, cliente, clienti, nuovi clienti, nuovo cliente, ordine, ordini,
        ordini effettuati, pagato, pagati, pagamento, pagamenti, contratto firmato, contratti firmati, firmato,
        preventivo accettato, preventivi accettati
    """),
    Role.REPEAT: listed("""
        riacquisto, riacquisti, clienti abituali, cliente abituale, clienti fedeli, clienti ricorrenti,
        acquisto ripetuto, acquisti ripetuti, secondo acquisto, secondo ordine, fidelizzazione, fidelizzati,
        rinnovo, rinnovi
    """),
}

NO_ROLE = frozenset(
    listed("""
        impressioni, impressione, copertura, traffico, visite, visita, visite al sito, visitatori,
        visitatori unici, sessioni, sessione, utenti, utenti attivi, nuovi utenti, pagine viste,
        visualizzazioni, visualizzazioni di pagina, visualizzazioni prodotto, prodotto visualizzato,
        prodotti visualizzati, scheda prodotto, ricerche, ricerca, clic, clic sul sito,
        pagina di destinazione, pagina iniziale, carrello, carrelli, aggiunta al carrello,
        aggiunte al carrello, aggiunto al carrello, aggiunti al carrello, carrelli creati, inizio checkout,
        cassa, spedizione, registrazione, registrazioni, registrato, registrati, iscrizione, iscrizioni,
        iscritti, installazione, installazioni, download app, scaricamenti, prova, prove, prova gratuita,
        prove gratuite, attivazione, attivazioni, abbonamento, abbonamenti, abbonati, modulo inviato,
        moduli inviati, email inviate, email aperte, conversioni, nuovo, nuovi, in corso, in lavorazione,
        proposta di valore, analisi della percezione, preparazione documenti, chiamata, chiamate, telefonata,
        telefonate, chiamate telefoniche, chiamate in entrata, chiamate ricevute, riunione, riunioni,
        appuntamento, appuntamenti, incontro, incontri, contratto, contratti, fattura, fatture
    """)
)

EXITS = frozenset(
    listed("""
        perso, persi, persa, perse, chiuso perso, chiusa persa, chiuso e perso, trattativa persa,
        trattative perse, affare perso, affari persi, preventivo rifiutato, preventivi rifiutati,
        squalificato, squalificati, non qualificato, non qualificati, non interessato, non interessati,
        rifiutato, rifiutati, annullato, annullati, abbandono, abbandoni, carrelli abbandonati, non vinto,
        non vinta, chiuso non vinto, opportunità persa, opportunità perse, vendita persa, vendite perse,
        cliente perso, clienti persi, lead perso, lead persi, perso per prezzo, senza budget,
        nessuna decisione, nessun interesse, non convertito, non convertiti, chiuso non convertito, duplicato,
        duplicati, rifiutata, rifiutate, rifiuto, rifiuti, annullata, annullate, offerta rifiutata,
        offerte rifiutate, scartato, scartati
    """)
)

HEADERS = {
    "stage": listed("""
        fase, fasi, stadio, stadi, passaggio, passaggi, passo, nome fase, nome della fase, fase del funnel,
        fase dell imbuto, fase della trattativa, fase trattativa, affare fase, fase di vendita, fase vendita
    """),
    "count": listed("""
        numero, quantità, quantita, conteggio, persone, utenti, numero di lead, numero lead, numero di persone,
        numero di utenti
    """),
    "funnel": listed("imbuto, imbuto di vendita, funnel di vendita, nome del funnel, nome funnel, nome"),
    "period": listed("data, date, periodo, periodi, data del report"),
    "day": ("giorno",),
    "week": listed("settimana, numero settimana"),
    "month": listed("mese, mese e anno"),
    "quarter": ("trimestre",),
    "year": ("anno",),
}

MEASURES = frozenset(
    listed("""
        prezzo, prezzi, costo, costi, spesa, spese, ricavo, ricavi, fatturato, importo, importi, valore,
        valori, guadagno, margine, sconto, sconti, provvigione, tasso, tassi, percentuale, conversione,
        probabilità, medio, mediana, durata, tempo, tempi, giorni, ore, minuti, telefono, obiettivi,
        scostamento, variazione, differenza, crescita, frequenza, investimenti
    """)
    + listed("""
        numero ordine, numero di ordine, numero d ordine, numero cliente, numero di cliente, numero fattura,
        numero preventivo, numero contratto, numero di telefono
    """)
)

LAST_MEASURES = frozenset(listed("obiettivo, ciclo, venditori"))

LONE_MEASURES = frozenset(listed("negozio, filiale"))

COUNTING = {
    "before": listed(
        """
        di, n di, n, no di, n o, nr, nr di, num, num di, numero, numero di, numero d, numero totale,
        numero totale di, quantità di, quantita di, conteggio di, somma di
        """,
        "{} ",
    ),
    "after": listed("numero, quantità, quantita", " {}"),
}

TOTALS = frozenset(
    listed("""
        totale, totali, totale generale, totale complessivo, somma, subtotale, tutti, tutte, subtotali,
        totale parziale
    """)
)

SUMS = frozenset(listed("totale, totali, subtotale"))

SUMMARIES = frozenset(
    listed("""
        valore medio, mediana, obiettivo, obiettivi, previsione, previsioni, anno precedente, mese precedente,
        periodo precedente, scostamento, variazione, differenza, del totale
    """)
)

TURNING = frozenset(
    listed("""
        non, senza, nessun, nessuna, perso, persa, persi, perse, rifiutato, rifiutata, rifiutati, rifiutate,
        annullato, annullata, annullati, annullate, squalificato, squalificati, scartato, scartati,
        potenziali, potenziale, previsto, previsti
    """)
)

MONTHS = (
    listed("gennaio, gen, genn"),
    listed("febbraio, feb, febbr"),
    listed("marzo, mar"),
    listed("aprile, apr"),
    listed("maggio, mag, magg"),
    listed("giugno, giu"),
    listed("luglio, lug"),
    listed("agosto, ago"),
    listed("settembre, set, sett"),
    listed("ottobre, ott"),
    listed("novembre, nov"),
    listed("dicembre, dic"),
)
