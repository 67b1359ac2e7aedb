"""French names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        prospects, prospect, prospection, clients potentiels, client potentiel, acheteurs potentiels,
        nouveaux leads, nouveau lead, nouveaux prospects, leads entrants, leads générés, pistes, piste,
        audience cible, public cible, base de contacts, liste de contacts
    """),
    Role.DIALED: listed("""
        appels passés, appels passes, appels effectués, appels effectues, appels émis, appels emis,
        appels à froid, appels a froid, appel à froid, tentatives, numéros composés, numeros composes,
        appels sortants, appel sortant
    """),
    Role.CONTACTED: listed("""
        contactés, contactes, contacté, contact, contact établi, contact etabli, contact pris,
        prise de contact, premier contact, contact initial, appels aboutis, appels décrochés, décroché,
        décrochés, ont répondu, notoriété, clients contactés, clients contactes, prospects contactés,
        leads contactés
    """),
    Role.LISTENED: listed("""
        ont écouté, écouté, écoutés, conversation, conversations, conversations tenues, entretiens téléphoniques
    """),
    Role.INTERESTED: listed("""
        intéressés, interesses, intéressé, intérêt, interet, leads intéressés, prospects intéressés,
        ont manifesté un intérêt, qualifié, qualifie, qualifiés, qualifies, leads qualifiés, leads qualifies,
        prospects qualifiés, prospects qualifies, qualification, opportunité, opportunite, opportunités,
        opportunites, analyse des besoins, besoins identifiés, découverte, decouverte, découverte des besoins,
        qualifié pour acheter, clients intéressés, clients interesses
    """),
    Role.AGREED: listed("""
        ont accepté, invitation acceptée, invités, rendez vous pris, rdv pris, rendez vous planifié,
        rendez vous planifiés, rdv planifié, rdv planifiés, rendez vous fixé, rendez vous fixés, rdv fixés,
        réunion planifiée, réunions planifiées, démo planifiée, demo planifiée, démos planifiées,
        démo programmée, démonstration planifiée, présentation planifiée, presentation planifiee
    """),
    Role.ATTENDED: listed("""
        venus, présents, participants, ont participé, rendez vous honoré, rendez vous honorés, rdv honorés,
        rendez vous effectués, rdv effectués, rdv réalisés, réunion tenue, réunions tenues, démo, démos, démo effectuée,
        démo réalisée, démos réalisées, démos effectuées, démonstration, démonstrations,
        démonstration effectuée, présentation, présentations, présentation effectuée, présentation faite
    """),
    Role.PRICE_DISCUSSED: listed("""
        proposition, propositions, proposition faite, proposition envoyée, proposition envoyee,
        propositions envoyées, proposition commerciale, propositions commerciales, devis, devis envoyé,
        devis envoye, devis envoyés, devis envoyes, offre, offres, offre envoyée, offres envoyées, offre faite,
        prix discuté, discussion du prix, négociation, negociation, négociations, negociations,
        négociation commencée, négociations commencées, négociations entamées, en négociation,
        en negociation, désir, désir d achat, intention d achat, contrat envoyé, contrat envoye,
        prise de décision, marchandage
    """),
    Role.PURCHASED: listed("""
        achat, achats, acheté, achetés, ont acheté, acheteurs, acheteur, vente, ventes, vendu, vendus,
        ventes conclues, vente conclue, gagné, gagne, gagnés, gagnée, gagnées, affaire gagnée,
        affaires gagnées, fermé gagné, fermée gagnée, conclu gagné, clôturé gagné, client, clients,
        nouveaux clients, nouveau client, commande, commandes, commandes passées, payé, payés, paiement,
        paiements, contrat signé, contrats signés, signé, signés, affaire conclue, affaires conclues
    """),
    Role.REPEAT: listed("""
        réachat, reachat, réachats, clients fidèles, clients fideles, client fidèle, clients récurrents,
        clients recurrents, achat répété, achats répétés, second achat, deuxième achat, deuxième commande,
        ont racheté, fidélisation, fidelisation, renouvellement, renouvellements
    """),
}

NO_ROLE = frozenset(
    listed("""
        impressions publicitaires, portée, trafic, visites, visite, visites du site, visiteurs,
        visiteurs uniques, sessions actives, utilisateurs, utilisateurs actifs, nouveaux utilisateurs,
        pages vues, page vue, vues, vues de page, vues de produit, vues produit, produit vu, produits vus,
        fiche produit, fiches produit, recherches, recherche, clics, clic, page d accueil,
        page de destination, panier, paniers, ajout au panier, ajouts au panier, ajouté au panier,
        paniers créés, passage en caisse, début de commande, paiement initié, livraison, inscription,
        inscriptions, inscrit, inscrits, création de compte, comptes créés, enregistrement, installations,
        installé, téléchargement, téléchargements, telechargements, essai, essais, essai gratuit,
        essais gratuits, activés, abonnement, abonnements, abonnés, formulaire envoyé, formulaires envoyés,
        e mails envoyés, emails envoyés, e mails ouverts, emails ouverts, rétention, nouveau, nouveaux,
        en cours, proposition de valeur, analyse de perception, préparation des documents, suivi, relance,
        appel, appels, appels téléphoniques, appels telephoniques, appels entrants, appels reçus, rendez vous,
        rdv, réunion, réunions, contrat, contrats, facture, factures
    """)
)

EXITS = frozenset(
    listed("""
        perdu, perdus, perdue, perdues, affaire perdue, affaires perdues, fermé perdu, fermée perdue,
        clôturé perdu, disqualifié, disqualifiés, non qualifié, non qualifiés, non intéressé, non intéressés,
        pas intéressé, refusé, refusés, rejeté, rejetés, annulé, annulés, abandon, abandons, abandonné,
        paniers abandonnés, fermé non gagné, non gagné, non gagnée, conclu perdu, affaire non gagnée,
        opportunité perdue, opportunités perdues, vente perdue, ventes perdues, client perdu, clients perdus,
        lead perdu, leads perdus, perdu prix, sans budget, pas de budget, pas de décision, sans décision,
        sans suite, non converti, non convertis, fermé non converti, doublon, doublons, indésirable,
        indésirables, refus, rejet, rejets, devis refusé, devis refusés, refusée, refusées, annulée, annulées,
        non abouti, échec
    """)
)

HEADERS = {
    "stage": listed("""
        étape, etape, étapes, etapes, phase, nom de l étape, nom de l etape, étape du tunnel, etape du tunnel,
        étape de l entonnoir, etape de l entonnoir, étape du pipeline, étape de la transaction,
        étape de l affaire, affaire étape, affaire etape, étape de vente, phase de vente
    """),
    "count": listed("""
        nb, nbre, effectif, effectifs, quantité, quantite, nombre total, personnes, utilisateurs,
        nombre de leads, nombre de prospects, nombre de personnes, nombre d utilisateurs, nb leads
    """),
    "funnel": listed(
        "entonnoir, entonnoirs, tunnel, tunnel de conversion, tunnel de vente, nom, nom du tunnel"
    ),
    "period": listed("date, dates, période, periode, date du rapport"),
    "day": ("jour",),
    "week": listed("semaine, numéro de semaine"),
    "month": listed("mois, mois et année"),
    "quarter": ("trimestre",),
    "year": listed("année, annee"),
}

MEASURES = frozenset(
    listed("""
        prix, coût, cout, coûts, couts, dépense, depense, dépenses, depenses, montant, montants, valeur,
        chiffre, recettes, revenu, revenus, bénéfice, marge, remise, commission, taux, pourcentage, moyenne,
        moyen, médiane, durée, duree, temps, délai, delai, jours, heures, minutes, téléphone, probabilité,
        eur, chf, objectif, objectifs, écart, ecart, variation, croissance, évolution, fréquence,
        investissement, investissements
    """)
    + listed("""
        numéro de commande, numéro de client, numéro client, numéro de facture, numéro de devis, numéro de contrat
    """)
)

LAST_MEASURES = frozenset(listed("cycle, commerciaux"))

LONE_MEASURES = frozenset(listed("réel, magasin, agence"))

COUNTING = {
    "before": listed(
        """
        de, nb, nb de, nb d, nbre, nbre de, nbre d, n de, nombre de, nombre d, nombre total de,
        nombre total d, quantité de, quantite de, somme de
        """,
        "{} ",
    ),
    "after": listed("nombre, nb, quantité, quantite", " {}"),
}

TOTALS = frozenset(
    listed("""
        total, totaux, total général, total general, somme, ensemble, sous total, tous, toutes, sous totaux,
        sous total général
    """)
)

SUMS = frozenset(listed("totaux"))

SUMMARIES = frozenset(
    listed("""
        moyenne, moyennes, médiane, objectif, objectifs, prévision, prévisions, prevision, année précédente,
        mois précédent, période précédente, écart, variation, du total, valeur moyenne
    """)
)

TURNING = frozenset(
    listed("""
        non, pas, sans, ne, aucun, aucune, perdu, perdue, perdus, perdues, refusé, refusée, refusés, refusées,
        rejeté, rejetés, annulé, annulée, annulés, annulées, disqualifié, disqualifiés, abandonné, potentiel,
        potentiels, prévu, prévus
    """)
)

MONTHS = (
    listed("janvier, janv, jan"),
    listed("février, fevrier, févr, fevr, fév, fev"),
    listed("mars, mar"),
    listed("avril, avr"),
    ("mai",),
    ("juin",),
    listed("juillet, juil"),
    listed("août, aout"),
    listed("septembre, sept, sep"),
    listed("octobre, oct"),
    listed("novembre, nov"),
    listed("décembre, decembre, déc, dec"),
)
