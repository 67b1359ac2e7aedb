"""Japanese names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        リード, 新規リード, 見込み客, 見込客, 見込み顧客, 見込顧客, 潜在顧客, 見込み発掘, リード獲得,
        ターゲットリスト, 問い合わせ, お問い合わせ
    """),
    Role.DIALED: listed("架電, 架電済み, 発信, 電話発信, コールドコール, 新規架電"),
    Role.CONTACTED: listed(
        "接触, 初回接触, コンタクト, 初回コンタクト, コンタクト済み, 通電, 接続, 応答, 連絡済み, 認知"
    ),
    Role.LISTENED: listed("会話, 有効会話, 有効通話"),
    Role.INTERESTED: listed("""
        興味, 興味あり, 興味関心, 興味 関心, 関心, 有望リード, 商談, 商談化, 案件, 案件化, ニーズ確認,
        ニーズ分析, ヒアリング
    """),
    Role.AGREED: listed(
        "アポ, アポ獲得, アポイント, アポイント獲得, 商談設定, 商談予約, 訪問予約, デモ予約, 来場予約"
    ),
    Role.ATTENDED: listed(
        "商談実施, デモ, デモ実施, プレゼン, プレゼンテーション, 面談, 面談実施, 参加, 出席, 来場"
    ),
    Role.PRICE_DISCUSSED: listed("""
        見積, 見積もり, 見積り, 見積提示, 見積提出, 見積送付, 見積書提出, 見積書送付, 提案, 提案済み, 提案書提出, 価格提示, 交渉, 価格交渉,
        条件交渉, 契約交渉, 交渉段階
    """),
    Role.PURCHASED: listed("""
        受注, 受注済み, 成約, 購入, 購入済み, 購入完了, 注文, 注文完了, 契約, 契約済み, 契約締結, 決済完了, 販売, 顧客, 新規顧客, 購入者
    """),
    Role.REPEAT: listed("リピート, リピーター, リピート購入, リピート顧客, 再購入, 再注文, 契約更新, 常連客"),
}

NO_ROLE = frozenset(
    listed("""
        インプレッション, 表示, リーチ, 閲覧, ページビュー, 訪問, 訪問者, アクセス, セッション, ユーザー, 新規ユーザー, クリック,
        検索, 商品閲覧, 商品詳細, トップページ, お気に入り, カート, カート追加, カート投入, カートに追加, チェックアウト, 会員登録, 新規登録,
        登録, ログイン, インストール, ダウンロード, 起動, トライアル, 無料トライアル, 無料体験, 資料請求, フォーム送信, 開封, メール開封,
        コンバージョン, 新規, 対応中, 進行中
    """)
)

EXITS = frozenset(
    listed("""
        失注, 失注案件, 見送り, 離脱, 解約, キャンセル, 対象外, 興味なし, 失注済み, 不成約, 不成立,
        重複, 予算なし, 却下, 断り, 未成約, スパム, 辞退
    """)
)

HEADERS = {
    "stage": listed("""
        ステージ, ステージ名, ステップ, ステップ名, 段階, フェーズ, フェーズ名, 工程, ファネルステップ, ファネルステージ, 商談フェーズ,
        商談ステージ, 取引ステージ
    """),
    "count": listed("件数, 人数, 数, 数量, 回数, ユーザー数, リード数"),
    "funnel": listed("ファネル, ファネル名, パイプライン, 名前, 名称"),
    "period": listed("日付, 期間, 年月日"),
    "day": ("日",),
    "week": ("週",),
    "month": listed("月, 年月"),
    "quarter": ("四半期",),
    "year": listed("年, 年度"),
}

MEASURES = frozenset(
    listed("""
        率, 金額, 売上, 売上高, 総額, 単価, 価格, 費用, コスト, 予算, 利益, 収益, 割引, 割合,
        比率, 平均, 中央値, 時間, 日数, id, 番号, 電話番号, 円, 前年比, 前月比, 達成率, 差異
    """)
)

LAST_MEASURES = frozenset(
    listed("""
        目標, 予定数, 並び順
    """)
)

LONE_MEASURES = frozenset(
    listed("""
        店舗, 支店
    """)
)

COUNTING = {
    "before": (),
    "after": listed("数, 人数, 件数, 数量, 回数, 者数, の数"),
}

TOTALS = frozenset(listed("合計, 総計, 計, 小計, 総合計, 全体"))

SUMS = frozenset(
    listed("""
        合計, 総計, 総合計
    """)
)

SUMMARIES = frozenset(
    listed("""
        平均, 平均値, 中央値, 目標, 計画, 予算, 予測, 前年, 前月, 前年比, 前月比
    """)
)

TURNING = frozenset(
    listed("""
        失, 未, 不, なし, 無, キャンセル, 却下, 見送り, 見込み
    """)
)

MONTHS = (
    listed("1月, 01月, 一月"),
    listed("2月, 02月, 二月"),
    listed("3月, 03月, 三月"),
    listed("4月, 04月, 四月"),
    listed("5月, 05月, 五月"),
    listed("6月, 06月, 六月"),
    listed("7月, 07月, 七月"),
    listed("8月, 08月, 八月"),
    listed("9月, 09月, 九月"),
    listed("10月, 十月"),
    listed("11月, 十一月"),
    listed("12月, 十二月"),
)
