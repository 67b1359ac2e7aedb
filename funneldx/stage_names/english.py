"""English names of stages and words of tables, as teams, shops, CRMs and analytics tools use them."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        prospects, prospect, prospecting, potential buyers, potential buyer, potential customers,
        potential customer, potential clients, potential client, leads, lead, new leads, new lead, raw leads,
        raw lead, all leads, total leads, incoming leads, incoming lead, inbound leads, inbound lead, lead in,
        leads in, leads generated, leads captured, unprocessed leads, unprocessed lead, unprocessed,
        not processed, not contacted, open not contacted, target list, contact base, contact list, call list,
        lead list, prospect list, audience, target audience, target accounts, suspects, suspect,
        addressable customers, inquiry, inquiries, enquiry, enquiries, new inquiries, new enquiries,
        inbound inquiries, inbound enquiries
    """),
    Role.DIALED: listed("""
        dialed, dialled, dials, dials made, total dials, dial attempts, calls made, phone calls made,
        calls placed, calls attempted, calls dialed, calls dialled, call attempts, attempted calls, attempts,
        cold calls, cold call, cold calls made, cold calling, outbound calls, outgoing calls, numbers dialed,
        numbers dialled, called, outbound call, outgoing call, calls out
    """),
    Role.CONTACTED: listed("""
        contacted, contact, contact made, contacts made, made contact, contact established, first contact,
        initial contact, in contact, leads contacted, contacted leads, working contacted, reached, connected,
        connects, connect, calls connected, connected calls, picked up, pick ups, pickups, answered,
        calls answered, answered calls, responded, replied, replies, awareness, brand awareness, aware,
        attention, engaged, engaging, mql, mqls, marketing qualified lead, marketing qualified leads,
        marketing qualified, marketingqualifiedlead, customers contacted, contacted customers,
        clients contacted, contacted clients, prospects contacted, contacted prospects
    """),
    Role.LISTENED: listed("""
        listened, listening, listeners, heard out, heard us out, heard the pitch, pitch heard,
        listened to the pitch, stayed on the line, conversations, conversation, live conversations,
        meaningful conversations, had a conversation, conversations held, spoke, spoken to, talked, talked to,
        pitched
    """),
    Role.INTERESTED: listed("""
        interested, interest, showed interest, shown interest, expressed interest, interested leads,
        interested prospects, interested buyers, interested customers, qualified, qualified leads,
        qualified lead, qualified prospects, lead qualified, leads qualified, qualification, sql, sqls,
        sales qualified lead, sales qualified leads, sales qualified, salesqualifiedlead, sales accepted lead,
        sales accepted leads, sal, sals, product qualified lead, product qualified leads, pql, pqls,
        quality lead, good lead, high quality lead, opportunity, opportunities, opportunity created,
        opportunities created, needs identified, needs analysis, needs defined, needs assessment, discovery,
        qualified to buy, qualifiedtobuy, qualify, qualifying
    """),
    Role.AGREED: listed("""
        agreed, agreed to come, agreed to meet, agreed to a meeting, agreed to a demo,
        accepted the invitation, accepted invitation, invitation accepted, invitations accepted, invited,
        meeting booked, meetings booked, booked a meeting, meeting scheduled, meetings scheduled, meeting set,
        meetings set, meeting arranged, meetings arranged, demo booked, demos booked, booked a demo,
        demo scheduled, demos scheduled, demo set, demos set, appointment scheduled, appointments scheduled,
        appointmentscheduled, appointment set, appointments set, appointment booked, appointments booked,
        appointment made, appointments made, presentation scheduled, presentations scheduled,
        presentationscheduled, presentation booked, presentations booked, viewing booked, viewings booked,
        viewing scheduled, viewings scheduled, agreed to meeting, agreed to demo, invited to demo,
        invited to a demo, invited to meeting, invited to a meeting, invited to presentation,
        invited to the presentation
    """),
    Role.ATTENDED: listed("""
        attended, attendees, came, showed up, shows, show ups, turned up, met, meeting held, meetings held,
        meeting attended, meetings attended, meeting completed, meetings completed, demo, demos, demo done,
        demos done, demo held, demos held, demo completed, demos completed, demo given, demos given,
        demo attended, demos attended, presentation, presentations, presented, presentation made,
        presentations made, presentation given, presentations given, presentation held, presentations held,
        presentation attended, presentations attended, came to the presentation, appointment held,
        appointments held, appointment kept, appointments kept, viewing held, viewings held, meet present,
        meet and present, came to presentation, came to demo, came to meeting
    """),
    Role.PRICE_DISCUSSED: listed("""
        price discussed, price discussion, prices discussed, pricing discussed, proposal, proposals,
        proposal sent, proposals sent, proposal made, proposals made, proposal submitted, proposals submitted,
        proposal presented, proposals presented, proposal price quote, commercial proposal,
        commercial proposals, commercial offer, commercial offers, quote, quotes, quote sent, quotes sent,
        quote issued, quotes issued, quoted, price quote, price quotes, price quoted, quotation, quotations,
        quotation sent, quotations sent, estimate sent, estimates sent, offer, offers, offer made,
        offers made, offer sent, offers sent, negotiation, negotiations, negotiating, in negotiation,
        negotiation started, negotiations started, negotiation review, bargaining, terms discussed, desire,
        desire to buy, wants to buy, want to buy, decision making, decision maker bought in,
        decisionmakerboughtin, contract sent, contracts sent, contractsent, contract discussion,
        contract discussions, contract negotiation, contract negotiations, invoice sent, invoices sent,
        invoice issued, invoices issued, prepayment invoice, invoice for prepayment, propose, negotiate,
        desire to purchase, intent to buy
    """),
    Role.PURCHASED: listed("""
        purchased, purchase, purchases, purchases made, first purchase, first purchases, purchase completed,
        purchases completed, completed purchase, completed purchases, purchase confirmed, bought, sold, sale,
        sales, sale made, sales made, sale closed, sales closed, won, deal won, deals won, won deals, closed won,
        closed deals won, closedwon, deal, deals, deal closed, deals closed, closed deals, customers, customer,
        new customers, new customer, paying customers, paying users, paid users, clients, client, new clients,
        new client, buyers, buyer, new buyers, order, orders, ordered, order placed, orders placed, placed order,
        order completed, orders completed, completed orders, first order, first orders, paid, payment, payments,
        payment received, payments received, payment completed, payments completed, contract signed,
        contracts signed, signed contracts, signed, agreement signed, checkout completed, checkout complete,
        transaction, transactions
    """),
    Role.REPEAT: listed("""
        repeat, repeat customers, repeat customer, repeat clients, repeat client, repeat buyers, repeat buyer,
        repeat purchasers, repeat purchase, repeat purchases, repeat sales, repeat sale, repeat orders,
        repeat order, repeat business, second purchase, second purchases, second order, second orders,
        bought again, purchased again, ordered again, reordered, reorder, reorders, repurchase, repurchases,
        repurchased, returning customers, returning customer, returning clients, returning buyers,
        regular customers, regular customer, regular clients, regular client, loyal customers, loyal customer,
        loyal clients, loyalty, renewed, renewal, renewals
    """),
}

NO_ROLE = frozenset(
    listed("""
        impressions, impression, ad impressions, reach, ad reach, ad views, views, view, video views, traffic,
        visits, visit, visitors, visitor, unique visitors, unique visits, new visitors, website visits,
        website visit, website visitors, website visited, site visits, site visit, site visitors, store visits,
        first visit, sessions, session, session start, sessions started, users, user, new users, active users,
        unique users, total users, page views, pageviews, page view, pageview, pages viewed, unique pageviews,
        landing page, landing pages, landing page views, landing page visits, landing, landings, homepage,
        home page, home, homepage visits, search, searches, searched, search results, view content,
        content views, content view, content viewed, product views, product view, product viewed,
        products viewed, viewed product, product page, product pages, product page views, product page view,
        product detail views, product list, view item, view items, view item list, select item, category page,
        category pages, item page, clicks, click, clicked, unique clicks, link clicks, ad clicks,
        website clicks, outbound clicks, wishlist, add to wishlist, added to wishlist
    """)
    + listed("""
        cart, carts, basket, baskets, add to cart, adds to cart, add to carts, added to cart, cart additions,
        add to basket, added to basket, carts created, cart created, view cart, cart view, cart views,
        cart viewed, viewed cart, cart page, checkout, checkouts, begin checkout, checkout started,
        checkouts started, started checkout, checkout start, checkout initiated, checkouts initiated,
        initiate checkout, initiated checkout, reached checkout, checkout page, shipping, shipping info,
        add shipping info, shipping info added, payment info, add payment info, payment info added,
        payment page, payment method
    """)
    + listed("""
        sign up, sign ups, signup, signups, signed up, trial signups, newsletter signups, registration,
        registrations, registered, register, registered users, user registered, account created,
        accounts created, created account, create account, enrolled, enrollment, enrollments, enrolment,
        enrolments, login, logins, logged in, log in, install, installs, installed, app install, app installs,
        app installed, download, downloads, downloaded, app download, app downloads, app open, app opens,
        app opened, app launch, app launches, first open, onboarding, onboarded, onboarding started,
        onboarding completed, tutorial started, tutorial completed, email verified, email confirmed,
        phone verified, profile created, profile completed, card linked, deposit, deposits, first deposit,
        first deposits, trial, trials, free trial, free trials, trial started, trials started, started trial,
        trial users, activated, activation, activations, activated users, subscribed, subscribers, subscriber,
        subscription, subscriptions, ride requested, ride accepted, ride completed, rides requested,
        rides accepted, rides completed, review, reviews, reviewed
    """)
    + listed("""
        emails sent, email sent, sent, emails delivered, email delivered, delivered, emails opened,
        email opened, email opens, emails clicked, email clicks, opened, opens, form view, form views,
        form start, form starts, form started, forms started, form submit, form submitted, forms submitted,
        form submission, form submissions, form filled, forms filled, generate lead, shared, shares,
        acquisition, retention, retained, retained users, referral, referrals, consideration, intent,
        evaluation, action, advocacy, evangelist, evangelists, other, conversions, total conversion,
        total conversions, approved conversion, approved conversions
    """)
    + listed("""
        new, open, open deal, open deals, working, in progress, in work, processing, processed, assigned,
        unassigned, person in charge assigned, clarifying information, could not contact,
        could not be reached, attempted to contact, attempting to contact, attempting, on hold, restored,
        nurturing, nurture, follow up, follow ups, followed up, converted, closed converted,
        value proposition, id decision makers, perception analysis, prepare documents, preparing documents,
        document preparation, final invoice, discussion, discussions, contract, contracting, legal review,
        technical review, due diligence, proof of concept, poc, pilot, objection handling,
        handling objections, objections, feedback, in production, production, shipped, shipment, call, calls,
        phone call, phone calls, telephone calls, total calls, all calls, inbound call, inbound calls,
        incoming call, incoming calls, calls received, received calls, meeting, meetings, appointment,
        appointments, contracts, agreement, agreements, invoice, invoices, create papers, papers created,
        goal completion, goal completions, goals completed, goal completed, goal reached, goals reached,
        reached goal, added to sequence, in sequence, visited store, visited the store, store visited,
        visited branch, branch visits, came to the store
    """)
)

EXITS = frozenset(
    listed("""
        closed lost, closedlost, lost, deal lost, deals lost, lost deals, lost lead, lost leads, failed,
        deal failed, disqualified, unqualified, not qualified, not interested, closed not converted,
        not converted, bad timing, junk lead, junk leads, junk, low quality lead, bad lead, spam, rejected,
        proposal rejected, declined, cancelled, canceled, dropped, dropped out, drop off, drop offs, no show,
        no shows, abandoned, abandoned cart, abandoned carts, cart abandoned, churned, churn, unsubscribed,
        bounced, analyze failure, analyse failure, analyzing cause of loss, analysis of failure reason,
        analysis of failure reasons, closed unsuccessfully, closed unsuccessful, unsuccessful,
        unsuccessfully closed, not won, deal not won, deals not won, lost deal, closed and lost, lost closed,
        deal closed lost, deals closed lost, closed lost deals, lost opportunity, lost opportunities,
        opportunity lost, opportunities lost, lost customer, lost customers, lost client, lost clients,
        lost sale, lost sales, sale lost, sales lost, lost price, lost on price, lost to price,
        lost no budget, lost budget, lost competitor, lost to competitor, lost to competition,
        lost no decision, lost timing, lost no response, no decision, no budget, no sale, no deal,
        no interest, no fit, not a fit, bad fit, closed no sale, closed disqualified, closed unqualified,
        unconverted, closed unconverted, not closed, leads lost, leads not converted, unqualified lead,
        unqualified leads, disqualified leads, disqualified lead, bad leads, low quality leads, dead,
        dead lead, dead leads, closed dead, spam lead, spam leads, duplicate, duplicates, duplicate lead,
        duplicate leads, invalid, invalid lead, invalid leads, refused, refusal, refusals, rejection,
        rejections, rejected leads, proposals rejected, proposal declined, proposals declined, quote rejected,
        quotes rejected, quote lost, quotes lost, lost quotes, offer rejected, offers rejected,
        offer declined, offers declined, withdrawn, dropoff, dropoffs, noshow, noshows
    """)
)

HEADERS = {
    "stage": listed("""
        stage, stages, stage name, stagename, stage label, step, steps, step name, stepname, step label, label,
        phase, funnel stage, funnel step, funnel stage name, funnel step name, funnelstepname, deal stage,
        dealstage, deal stage name, pipeline stage, sales stage, opportunity stage, lead stage, lead status,
        lifecycle stage, lifecyclestage
    """),
    "count": listed("""
        count, counts, cnt, value, number, num, n, quantity, qty, total, people, persons, users, user count,
        users count, total users, active users, activeusers, unique users, headcount, number of people,
        number of users, deals, deal count, deals count, number of deals, count of deals, lead count,
        leads count, number of leads, count of leads, amount of leads
    """),
    "funnel": listed("""
        funnel, funnels, funnel name, name, pipeline, pipelines, pipeline name, sales funnel, sales pipeline,
        deal pipeline
    """),
    "period": listed("""
        period, periods, date, dates, time period, date range, reporting period, report period, report date,
        reporting date, cohort, cohort date
    """),
    "day": listed("day, calendar day"),
    "week": listed("week, week number, week no, calendar week, iso week, year week"),
    "month": listed("month, month name, calendar month, year month, yearmonth, yyyymm"),
    "quarter": listed("quarter, calendar quarter, fiscal quarter, year quarter"),
    "year": listed("year, calendar year, fiscal year"),
}

MEASURES = frozenset(
    listed("""
        cost, costs, spend, spent, spending, expense, expenses, revenue, revenues, amount, amounts, price,
        prices, pricing, budget, budgets, value, income, earnings, turnover, profit, profits, margin,
        discount, discounts, fee, fees, tax, taxes, vat, bonus, commission, salary, currency, usd, eur, gbp,
        rub, inr, mrr, arr, gmv, acv, tcv, aov, arpu, arppu, ltv, clv, cac, cpc, cpa, cpm, cpl, cpo, roi,
        roas, romi, rate, rates, ratio, ratios, conversion, cr, cvr, ctr, percent, percents, percentage, pct,
        share, probability, avg, average, mean, median, time, timestamp, days, hours, hrs, minutes, mins,
        seconds, secs, duration, length, size, score, id, ids, uuid, guid, phone, zip, postcode, target,
        targets, plan, planned, forecast, quota, index, rank, position, weighted, prev, previous, conv, dif,
        diff, difference, delta, ly, yoy, ytd, mtd, qoq, investment, investments, nps, rating, ratings,
        velocity, frequency, growth, uplift, variance, deviation, l2m, l2s, l2o, l2c, l2d, l2w, m2s, m2o, s2o,
        s2w, o2c, o2w, display order, funnel order, per day, per week, per month, store id, store name,
        branch name, sum
    """)
    + listed("""
        order number, lead number, deal number, customer number, client number, contact number,
        invoice number, account number, row number, step number, stage number, order no, lead no, deal no,
        customer no, invoice no, row, sort order, step order, stage order
    """)
)

LAST_MEASURES = frozenset(
    listed("""
        no, nr, managers, manager, reps, rep, agents, employees, staff, cycle, age, goal, goals, change, drop,
        loss, losses, bounce, bounces, points
    """)
)

LONE_MEASURES = frozenset(listed("fact, actual, actuals, store, branch, sort, sequence, c, meta, media"))

COUNTING = {
    "before": listed(
        """
        of, number of, total number of, no of, nr of, n of, num of, num, count of, total count of, sum of,
        quantity of, qty of
        """,
        "{} ",
    ),
    "after": listed("count, counts, number, qty, quantity", " {}"),
}

TOTALS = frozenset(
    listed("""
        total, totals, grand total, all, sum, sum total, overall, subtotal, sub total, reserved total, ttl,
        tot, total sum
    """)
)

SUMS = frozenset(listed("total, totals, subtotal"))

SUMMARIES = frozenset(
    listed("""
        average, averages, avg, avg value, average value, mean, median, target, targets, plan, planned, goal,
        goals, budget, forecast, previous, previous period, previous year, previous month, last year,
        last month, last period, prior year, prior period, prior month, prev, yoy, mom, qoq, change,
        difference, variance, delta, of total, percent of total, share of total, conversion rate, benchmark,
        min, std, standard deviation
    """)
)

TURNING = frozenset(
    listed("""
        not, no, non, never, without, lost, lose, loss, losing, un, failed, failure, unsuccessful,
        unsuccessfully, rejected, declined, refused, cancelled, canceled, dropped, churned, disqualified,
        unqualified, unconverted, junk, spam, duplicate, invalid, dead, missed, cold, potential, possible,
        returning, repeat, pending, expected, planned, scheduled, future, upcoming, existing, old, former,
        past, lapsed, inactive, open
    """)
)

MONTHS = (
    listed("january, jan"),
    listed("february, feb, febr"),
    listed("march, mar"),
    listed("april, apr"),
    ("may",),
    listed("june, jun"),
    listed("july, jul"),
    listed("august, aug"),
    listed("september, sep, sept"),
    listed("october, oct"),
    listed("november, nov"),
    listed("december, dec"),
)
