"""Sentences that a careful paper prints and that look wrong to a careless check."""

from __future__ import annotations

import datetime as dt

import pytest

from proofing.galley import Galley
from proofing.prose import check_story
from reading.document import PhotoText, Story

ISSUE = dt.date(2025, 6, 13)
SENTENCES = [
    # Reduplication.
    "人人都是志愿者，家家户户门前干干净净，处处可见绿油油的菜畦。",
    "他常常看看天色，渐渐摸清了规律，仅仅半年就还清了欠款。",
    "大家扎扎实实干工作，热热闹闹过大年，心里暖洋洋的。",
    "一批批新产品走下生产线，一辆辆货车驶出园区，一张张订单接踵而来。",
    "妈妈和奶奶带着宝宝散散步，爷爷笑眯眯地帮帮忙。",
    "李丽丽、王婷婷和小豆豆在台上唱了一首《静静的夜》。",
    "“叮铃铃……”电话响了，哈哈大笑声从里屋传来。",
    "说着说着，他红了眼眶；聊着聊着，天就黑了。",
    "会议要求，稳步推进、步步为营，事事有着落、件件有回音。",
    "村民们你一言我一语，讨论讨论，主意就有了。",
    "村里的年轻人一个一个回来了，日子一天一天好起来了。",
    # One word ends as the next begins.
    "全县大力弘扬优良的工作作风，不断加强行政政策解读。",
    "县人大常委会会议听取了报告，教育局局长作说明。",
    "温州市市长、平阳县县长、昆阳镇镇长和村村委会主任参加。",
    "为了了解情况，记者走进市市场监督管理局。",
    "今年年底前，该校校长将与学生生活委员座谈。",
    "要坚持以担当作为为保障，锻造更加过硬的干部队伍。",
    "这正是此行的目的的一部分，现在在读的学生有三百名。",
    "他脚踏实地地做事，任建新主任任期届满。",
    "中国工程院院士走进十周年年会现场，共产党党旗和运动会会旗迎风招展。",
    "俄军打击了乌军军用机场，普通股股东和控股股东投了赞成票。",
    "列车从山东东营开往福建建瓯，途经青海海东和连云港港区。",
    "兄弟们，来看看邮政快递业业务总量，再听听大家怎么说。",
    "预计每年节约约40亿元，营收稳步增长。",
    "省级层面深化“八八战略”，市里打造“五五购物节”。",
    "吉尔吉斯斯坦总统和委内瑞拉加拉加斯的代表出席，俄罗斯罗斯托夫州也派人参加。",
    "北京的花市迎来越来越多的市民，生物药品制品制造业增速加快。",
    "大会传达学习习近平总书记重要讲话精神，大家看到了了不起的变化。",
    "一团团、一簇簇映山红盛开，一抹抹中国红格外亮眼，一出出好戏轮番上演。",
    # Quotes, brackets, titles.
    "他说：“‘一盘棋’思想要牢固树立，‘各唱各的调’要不得。”",
    "“抓项目、增动能”“抓民生、缩差距”“抓治理、守底线”等方面成效明显。",
    "《关于印发〈平阳县乡村振兴实施方案〉的通知》已经下发。",
    "江西垟平原排涝工程（四期）项目进展顺利（详见附表）。",
    "评审分三步：1）初审；2）复审；3）终审，（一）至（三）均须留痕。",
    "It’s a City Walk 爱好者的节日，the farmers’ market 也开张了。",
    "【新闻链接】什么是“共富工坊”？",
    "身高1.75米的他笑称自己是‘村BA’球迷。",
    # Lists and numbers.
    "昆阳、鳌江、萧江、万全、麻步、山门、顺溪、青街等8个乡镇作交流发言。",
    "孟晓斌听取了稳生产工作组、稳就业工作组等八个工作组工作进展情况的汇报。",
    "县、乡、村三级联动，省、市、县、乡、村五级书记一起抓。",
    "县领导王奔、华怀健先后来到鳌江、麻步、怀溪等3个乡镇督查。",
    "志愿者为老人、儿童提供理发、义诊、咨询等3类服务。",
    "捐赠了大米、食用油、棉被、牛奶等2万元物资。",
    "公司生产牙刷、皮带、箱包、宠物零食等，产品销往20个国家和地区。",
    "教育、医疗、养老、托育、文体等12个项目年内开工。",
    "今年以来，共排查企业、学校、医院、商场、农贸市场等场所320家。",
    "比赛设男子组、女子组和混合团体等3个组别。",
    "沿线串起凤卧、山门、顺溪3个乡镇。",
    "“三农”“三资”“三变”三项改革同步推进。",
    "以昆阳、鳌江两镇为主体，带动水头、萧江、腾蛟等周边乡镇。",
    "国家防总针对北京、天津、河北、山西启动防汛四级应急响应。",
    "双方在联合国、上合组织、金砖国家、二十国集团密切协作。",
    "房山、门头沟、昌平地区供电受影响的270个村恢复供电。",
    "展销会在美国、德国、马来西亚等全球41个国家举办。",
    "廊道串联太原、吕梁、晋中3市7县区。",
    "可为北京、天津、陕西等全国11个省份供热。",
    # Spaces that part what they may part.
    "开幕式以“守正创新 行稳致远”为主题，《稳经济 促发展》系列报道同步推出，反响热烈而持久。",
    "俄称继续打击乌军目标并推进谈判进程 乌称将坚决回应并要求对方提交备忘录",
    # Dates.
    "活动将于6月20日至22日在县体育中心举行。",
    "6月18日起，S218安吉至龙港公路封闭施工，预计6月30日前恢复通行。",
    "报名截止时间为7月1日，逾期不再受理。",
    "据县气象台预报，6月14日，阴转多云，局部有阵雨。",
    "6月26日是国际禁毒日，各校将开展主题班会。",
    "去年12月31日，该项目通过竣工验收。",
    "2024年10月1日，新馆正式对外开放。",
    "6月11日，我县举行“大抓落实·大干快上”乡镇交流活动。",
    "2024年2月29日，他在日记里写下这句话。",
    "中考定于6月21日、22日举行，请考生提前做好准备。",
    # Digits, marks, English, addresses.
    "昆雅路A-04地块总用地面积1.73万平方米，总投资61814.15万元。",
    "S218安吉至龙港公路平阳水头至鳌江段、G1523甬莞高速全线通车。",
    "咨询电话：0577-58129999，邮箱news@pyxww.com，网址https://www.zjpy.gov.cn/col/index.html。",
    "比分定格在3:2，全场观众沸腾了！！",
    "产品通过ISO9001认证，出口量同比增长12.5%，占比达1/3。",
    "他在Q&A环节说，AI+制造、5G+工业互联网大有可为。",
    "“山水+”文旅金名片越擦越亮……",
    "真的吗？！——这是许多人的第一反应。",
    "一、总体要求。二、重点任务。三、保障措施。",
    "阿依古丽·买买提和约翰·史密斯同台演出。",
    # Rows.
    "强工业、兴文旅、促共富、优治理，奋力谱写新篇章。",
    "要全力以赴攻坚、因地制宜强产业、坚定不移优服务。",
    "要持续优环境、全面强产业、大力招商，跑出加速度。",
    "真抓实干、攻坚克难、开拓创新、勇争一流，推动各项任务落地。",
    "坚持全面规划、重点突破、持续发力，稳步推进城市更新。",
]


def _hits(*paragraphs: str, **fields: object) -> list[tuple[str, dict[str, object]]]:
    one = Galley(Story(paragraphs=list(paragraphs), **fields))  # type: ignore[arg-type]
    return [(row.code, row.params) for _part, row in check_story(one, ISSUE)]


def test_there_are_enough_sentences() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize("sentence", SENTENCES)
def test_good_prose_is_left_alone(sentence: str) -> None:
    assert _hits(sentence) == []


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_once() -> None:
    # GB/T 15834-2011, 4.8.3.
    assert (
        _hits(
            "他回忆道：“那年发大水，村口的桥冲垮了。",
            "“后来，大伙儿凑钱修了新桥。",
            "“再后来，路也通了。”",
            "说完，他笑了。",
        )
        == []
    )


def test_a_bracket_may_close_in_a_later_paragraph() -> None:
    assert _hits("（编者按：今年是建县周年。", "本报特推出专栏。）") == []


def test_a_story_that_goes_on_elsewhere_may_leave_its_quotation_open() -> None:
    assert _hits("他说：“要抓紧推进，", jump_to="2") == []
    assert _hits("不能松劲。”大家纷纷表示赞同。", jump_from="1") == []


def test_a_notice_may_look_ahead_and_repeat_itself() -> None:
    assert _hits("6月20日，县自来水公司对主管网进行检修。", kind="notice") == []


def test_captions_are_prose_too() -> None:
    assert _hits(photos=[PhotoText("图为6月11日，村民在田间劳作。", "林鑫")]) == []
    assert _hits(photos=[PhotoText("图为村民在“田间劳作。", "林鑫")])[0][0] == "unpaired"


def test_what_an_image_shows_is_prose_too() -> None:
    def asked(alt: str) -> list[str]:
        return [row.code for _, row in check_story(Galley(Story(), alts=["", alt]), ISSUE)]

    assert asked("村民在田间劳作，远处是山。") == []
    assert asked("村民在“田间劳作。") == ["unpaired"]
    assert asked("村民在田间，，劳作。") == ["doubled-mark"]
    assert asked("6月20日，村民在田间开工了。") == ["date-after-issue"]


def test_the_numbers_of_a_storys_sections_are_no_page_numbers() -> None:
    assert _hits("1", "村里修了路。", "2", "山上种了茶。", "3", "日子好了。") == []
    assert [code for code, _params in _hits("村里修了路。", "2", "山上种了茶。")] == [
        "leftover-mark"
    ]


def test_names_with_spaces_in_a_list_are_no_slip() -> None:
    names = (
        "优秀教师（排名不分先后）：王 奔 李 华 陈 栋 张 伟 林 杰 周 敏 吴 刚 郑 洁 孙 强 胡 军。"
    )
    assert _hits(names) == []
