"""Azerbaijani names of stages and words of tables: only the roles that the documents' words name."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.CONTACTED: listed("""
        əlaqə, əlaqələr, əlaqə quruldu, əlaqə yaradıldı, əlaqə saxlanıldı, əlaqə saxlanılanlar,
        əlaqə saxlanılan müştərilər
    """),
    Role.INTERESTED: listed("""
        maraqlanan, maraqlananlar, maraqlandı, maraqlandılar, maraq, maraq göstərdi, maraq göstərənlər, maraqlı,
        maraqlı müştərilər, maraqlanan müştərilər
    """),
    Role.PRICE_DISCUSSED: listed("""
        seçim, qərar, qərar verdi, qərar verənlər, qərar mərhələsi, almaq istəyi, alış istəyi, almaq istəyənlər
    """),
    Role.PURCHASED: listed("""
        satış, satiş, satışlar, satişlar, satıldı, satildi, satılıb, alış, aliş, alışlar, aldı, aldılar, alanlar,
        satın aldı, satın aldılar, satın alanlar, satın alma
    """),
}

NO_ROLE = frozenset(
    listed("""
        göstərim, göstərimlər, ziyarət, ziyarətlər, ziyarətçilər, baxış, baxışlar, klik, kliklər, səbət,
        səbətə əlavə, qeydiyyat, qeydiyyatlar, abunə, abunələr, yükləmə, yükləmələr, quraşdırma, axtarış,
        istifadəçilər, yeni
    """)
)

EXITS = frozenset(
    listed("""
        itirilmiş, itirilən, itirildi, imtina, imtina etdi, imtina edənlər, rədd edildi, ləğv edildi,
        uduzulub, uğursuz, uğursuz bağlandı, təkrar, alınmadı
    """)
)

HEADERS = {
    "stage": listed(
        "mərhələ, mərhələlər, addım, addımlar, mərhələnin adı, satış mərhələsi, huninin mərhələsi"
    ),
    "count": listed("say, sayı, miqdar, nəfər, ədəd, istifadəçilər"),
    "funnel": listed("huni, satış hunisi, qıf, satış qıfı, huninin adı, adı"),
    "period": listed("tarix, dövr"),
    "day": ("gün",),
    "week": ("həftə",),
    "month": ("ay",),
    "quarter": ("rüb",),
    "year": ("il",),
}

MEASURES = frozenset(
    listed("""
        məbləğ, qiymət, dəyər, xərc, xərclər, gəlir, gəlirlər, mənfəət, büdcə, endirim, faiz, nisbət, orta,
        müddət, vaxt, günlər, saat, nömrə, azn, konversiya, konversiyalar, hədəf, fərq, artım, hedef, plan
    """)
)

LAST_MEASURES = frozenset(listed("menecerlər"))

LONE_MEASURES = frozenset(listed("mağaza, filial"))

COUNTING = {
    "before": (),
    "after": listed("sayı, say, miqdarı, ədəd, nəfər", " {}"),
}

TOTALS = frozenset(
    listed("""
        cəmi, yekun, ümumi, toplam, hamısı, genel toplam, ara toplam, ümumi cəm, cəm
    """)
)

SUMS = frozenset(listed("toplam, yekun, cəmi, razem, celkem"))

SUMMARIES = frozenset(listed("ortalama, hədəf, hedef, proqnoz, fərq, artım, orta qiymət, ötən il, ötən ay"))

TURNING = frozenset(listed("deyil, yox, itirilmiş, itirilən, itirildi, imtina, uğursuz, ləğv, rədd"))

MONTHS = (
    listed("yanvar, yan"),
    listed("fevral, fev"),
    ("mart",),
    listed("aprel, apr"),
    ("may",),
    ("iyun",),
    ("iyul",),
    listed("avqust, avq"),
    listed("sentyabr, sen"),
    listed("oktyabr, okt"),
    listed("noyabr, noy"),
    listed("dekabr, dek"),
)
