"""Chinese names of stages and words of tables, in simplified characters."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed(
        "线索, 新线索, 销售线索, 全部线索, 潜在客户, 潜客, 潜在买家, 目标客户, 未处理线索"
    ),
    Role.DIALED: listed("拨打, 已拨打, 外呼, 呼出, 拨打电话, 电话拨打, 拨号, 电话外呼"),
    Role.CONTACTED: listed(
        "联系, 已联系, 接触, 初步接触, 首次接触, 建立联系, 接通, 已接通, 电话接通, 首次联系"
    ),
    Role.LISTENED: listed("有效通话, 有效沟通, 听完介绍"),
    Role.INTERESTED: listed("""
        意向, 有意向, 意向客户, 感兴趣, 有兴趣, 商机, 销售机会, 合格线索, 有效线索, 有效商机, 需求确认, 需求分析, 需求挖掘
    """),
    Role.AGREED: listed("预约, 已预约, 预约成功, 预约到店, 预约演示, 约见, 同意见面, 已约见"),
    Role.ATTENDED: listed("到店, 已到店, 到访, 已到访, 面谈, 演示, 产品演示, 方案演示, 出席, 参会"),
    Role.PRICE_DISCUSSED: listed(
        "报价, 已报价, 方案报价, 发送报价, 报价单, 议价, 价格谈判, 谈判, 商务谈判, 商务洽谈, 提案"
    ),
    Role.PURCHASED: listed("""
        成交, 已成交, 成交客户, 购买, 已购买, 下单, 已下单, 订单, 支付, 支付成功, 付款, 已付款, 付费, 赢单, 签约, 已签约, 客户,
        新客户
    """),
    Role.REPEAT: listed("复购, 复购客户, 回购, 再次购买, 重复购买, 二次购买, 老客户, 续费, 续约"),
}

NO_ROLE = frozenset(
    listed("""
        曝光, 曝光量, 展示, 展示量, 展现, 展现量, 浏览, 浏览量, 访问, 访问量, 访客, 独立访客, 会话, 用户, 新用户, 活跃用户, 点击,
        点击量, 首页, 落地页, 详情页, 商品详情, 商品浏览, 搜索, 收藏, 加购, 加入购物车, 购物车, 结算, 提交订单, 注册, 登录, 实名, 实名认证,
        认证, 开户, 绑卡, 充值, 首充, 投资, 首投, 持仓, 提现, 借款, 申请, 授信, 下载, 安装, 启动, 激活, 试用, 免费试用, 关注, 订阅, 分享,
        留存, 转化, 新建, 跟进, 跟进中, 进行中, 处理中, 已处理
    """)
)

EXITS = frozenset(
    listed("""
        输单, 丢单, 战败, 流失, 已流失, 无效线索, 无效, 无意向, 放弃, 已放弃, 取消, 已取消, 拒绝,
        未成交, 关闭失败, 失败, 已输单, 已丢单, 无预算, 重复, 重复线索, 垃圾线索, 已拒绝, 未转化,
        不感兴趣
    """)
)

HEADERS = {
    "stage": listed("阶段, 步骤, 环节, 漏斗阶段, 漏斗步骤, 销售阶段, 商机阶段, 转化步骤, 阶段名称, 步骤名称"),
    "count": listed("数量, 人数, 个数, 次数, 数, 用户数, 客户数, 线索数, 总人数, 总数"),
    "funnel": listed("漏斗, 漏斗名称, 销售漏斗, 名称, 管道"),
    "period": listed("日期, 统计日期, 注册日期, 期间, 周期, 时间段"),
    "day": ("日",),
    "week": listed("周, 周次"),
    "month": listed("月, 月份"),
    "quarter": listed("季, 季度"),
    "year": listed("年, 年份, 年度"),
}

MEASURES = frozenset(
    listed("""
        率, 金额, 总额, 销售额, 交易额, 余额, 价格, 单价, 均价, 客单价, 成本, 费用, 花费, 预算,
        收入, 营收, 利润, 佣金, 折扣, 占比, 比例, 百分比, 平均, 中位数, 时长, 时间, 天数, 小时,
        分钟, id, 笔数, 编号, 序号, 手机, 电话号码, 元, 同比, 环比, 增长, 差异
    """)
)

LAST_MEASURES = frozenset(
    listed("""
        目标, 目標, 计划, 排序
    """)
)

LONE_MEASURES = frozenset(
    listed("""
        门店
    """)
)

COUNTING = {
    "before": (),
    "after": listed("人数, 数量, 数, 件数, 个数, 次数, 人次, 总数, 总人数, 用户数, 回数, 者数"),
}

TOTALS = frozenset(
    listed("""
        合计, 总计, 共计, 总和, 小计, 全部, 總計, 合計, 小計, 總和
    """)
)

SUMS = frozenset(
    listed("""
        合计, 总计, 合計, 總計
    """)
)

SUMMARIES = frozenset(
    listed("""
        平均, 平均值, 均值, 中位数, 目标, 目標, 计划, 预算, 预测, 同比, 环比, 上月, 去年, 占比
    """)
)

TURNING = frozenset(
    listed("""
        未, 不, 没, 无, 丢, 输, 失败, 流失, 拒绝, 取消, 潜在
    """)
)

MONTHS = (
    listed("一月, 1月, 01月"),
    listed("二月, 2月, 02月"),
    listed("三月, 3月, 03月"),
    listed("四月, 4月, 04月"),
    listed("五月, 5月, 05月"),
    listed("六月, 6月, 06月"),
    listed("七月, 7月, 07月"),
    listed("八月, 8月, 08月"),
    listed("九月, 9月, 09月"),
    listed("十月, 10月"),
    listed("十一月, 11月"),
    listed("十二月, 12月"),
)
