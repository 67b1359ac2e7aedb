"""English names of stages, as teams and CRMs use them."""

from funneldx.model import Role

ROLES = {
    Role.PROSPECTS: (
        *("prospects", "prospect", "potential buyers", "potential customers", "potential clients", "leads", "lead"),
        *("new leads", "new lead", "raw leads", "all leads", "incoming leads", "target list", "contact base"),
        *("contact list", "call list", "audience", "target audience", "suspects", "addressable customers"),
    ),
    Role.DIALED: (
        *("dialed", "dialled", "dials", "dial attempts", "calls made", "calls dialed", "calls dialled", "call attempts"),
        *("attempts", "cold calls", "cold calls made", "outbound calls", "numbers dialed", "numbers dialled", "called"),
    ),
    Role.CONTACTED: (
        *("contacted", "contact", "contact made", "contacts made", "contact established", "reached", "connected"),
        *("connects", "connect", "picked up", "pick ups", "answered", "calls answered", "answered calls", "awareness"),
        *("aware", "mql", "mqls", "marketing qualified lead", "marketing qualified leads", "in contact", "engaged"),
    ),
    Role.LISTENED: (
        *("listened", "listening", "conversations", "conversation", "had a conversation", "spoke", "spoken to"),
        *("talked", "talked to", "heard the pitch", "listened to the pitch", "meaningful conversations", "pitched"),
    ),
    Role.INTERESTED: (
        *("interested", "interest", "showed interest", "expressed interest", "qualified", "qualified leads"),
        *("qualified lead", "qualification", "sql", "sqls", "sales qualified lead", "sales qualified leads"),
        *("opportunity", "opportunities", "needs identified", "needs analysis", "needs defined", "discovery"),
        *("qualified to buy", "qualifiedtobuy", "enquiry", "enquiries", "inquiry", "inquiries"),
    ),
    Role.AGREED: (
        *("agreed", "agreed to come", "agreed to meet", "agreed to a meeting", "accepted the invitation", "invited"),
        *("meeting booked", "meetings booked", "meeting scheduled", "meetings scheduled", "demo booked"),
        *("demos booked", "demo scheduled", "demos scheduled", "appointment scheduled", "appointments scheduled"),
        *("appointment set", "appointments set", "appointmentscheduled", "meeting arranged"),
    ),
    Role.ATTENDED: (
        *("attended", "came", "showed up", "shows", "meeting held", "meetings held", "met", "demo done", "demos done"),
        *("demo held", "demos held", "demo completed", "demo given", "presentation", "presentations", "presented"),
        *("came to the presentation", "presentation attended", "presentation held", "presentation scheduled and held"),
    ),
    Role.PRICE_DISCUSSED: (
        *("price discussed", "price discussion", "prices discussed", "pricing discussed", "proposal", "proposals"),
        *("proposal sent", "proposals sent", "proposal made", "proposals made", "quote", "quotes", "quote sent"),
        *("quotes sent", "quoted", "quotation", "quotation sent", "offer", "offers", "offer sent", "offers sent"),
        *("negotiation", "negotiations", "negotiation review", "negotiations started", "proposal price quote"),
        *("bargaining", "desire", "desire to buy", "wants to buy", "commercial proposal"),
    ),
    Role.PURCHASED: (
        *("purchased", "purchase", "purchases", "bought", "sold", "sale", "sales", "won", "deal won", "deals won"),
        *("closed won", "closedwon", "customers", "customer", "new customers", "clients", "buyers", "deal closed"),
        *("deals closed", "deal", "order", "orders", "ordered", "orders placed", "paid", "payment", "contract signed"),
    ),
    Role.REPEAT: (
        *("repeat", "repeat customers", "repeat customer", "repeat buyers", "repeat purchase", "repeat purchases"),
        *("repeat sales", "repeat orders", "second purchase", "second order", "bought again", "purchased again"),
        *("ordered again", "returning customers", "loyal customers", "reordered", "renewed", "renewals"),
    ),
}

NO_ROLE = frozenset(
    (
        *("impressions", "impression", "views", "visits", "visit", "visitors", "unique visitors", "sessions", "session"),
        *("users", "page views", "pageviews", "page view", "pages viewed", "product views", "product view"),
        *("product viewed", "viewed product", "clicks", "click", "ad clicks", "landing page", "landing", "homepage"),
        *("home page", "cart", "carts", "add to cart", "added to cart", "carts created", "checkout", "checkouts"),
        *("begin checkout", "checkout started", "sign up", "sign ups", "signup", "signups", "signed up"),
        *("registration", "registrations", "registered", "install", "installs", "installed", "downloads", "download"),
        *("app downloads", "trial", "trials", "trial started", "activated", "activation", "search", "searches"),
        *("subscribed", "subscribers", "opened", "opens", "delivered", "sent", "website clicks", "shared", "retained"),
    )
)

HEADERS = {
    "stage": ("stage", "step", "stage name", "step name", "funnel stage", "funnel step", "label", "steps", "stages"),
    "count": (
        *("count", "counts", "value", "number", "n", "quantity", "qty", "total", "people", "users", "amount of leads"),
        *("count of leads", "number of leads", "number of people", "number of deals", "user count"),
    ),
    "funnel": ("funnel", "name", "funnel name", "pipeline"),
    "period": ("period", "date", "day", "week", "month", "quarter", "year"),
}

TOTALS = frozenset(("total", "all", "sum", "grand total", "totals", "overall"))
