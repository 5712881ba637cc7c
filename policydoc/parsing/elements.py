"""What single lines look like: the elements of an official document (公文要素) by GB/T 9704-2012 clause 7, and a web site's lines.

Every pattern is asked of one line without white space at its edges. Whether a line that looks like an element is one, `frame`
decides from where it stands.
"""

from __future__ import annotations

import re

from policydoc.source import BLANK, FOLDS

_B = f"[{BLANK}]"
_DIGIT = "[0-9０-９]"
_YEAR = rf"(?:[12１２]{_B}?(?:{_DIGIT}{_B}?){{3}}|[一二][〇○零OＯoо0０一二三四五六七八九]{{3}})"
_MONTH = rf"(?:{_DIGIT}{{1,2}}|[元正一二三四五六七八九十]{{1,3}})"
_DAY = rf"(?:{_DIGIT}{{1,2}}|[一二三四五六七八九十廿卅]{{1,4}})"

DATE_WORDS = rf"{_YEAR}{_B}*年{_B}*{_MONTH}{_B}*月{_B}*{_DAY}{_B}*日"
DATE = re.compile(rf"[（(]?{DATE_WORDS}(?:签发|发布|公布)?[）)]?$|{_DIGIT}{{4}}[-./]{_DIGIT}{{1,2}}[-./]{_DIGIT}{{1,2}}$")
"""成文日期 (7.3.5.4) and nothing else."""
DATE_INSIDE = re.compile(DATE_WORDS)
DATE_BRACKETED = re.compile(rf"[（(]{_YEAR}{_B}*年{_B}*{_MONTH}{_B}*月{_B}*(?:{_DAY}{_B}*日)?[）)]$")
"""Below a title: the day of a document that has no number."""

_OPEN, _CLOSE = "〔﹝\\[［【（(〈<{「„", "〕﹞\\]］】）)〉>}」‟"
NUMBER_WORDS = (
    rf"[\u4e00-\u9fff（）()]{{1,20}}{_B}*[{_OPEN}]{_B}*(?:19|20|１９|２０){_DIGIT}{_B}*{_DIGIT}{_B}*[{_CLOSE}]?{_B}*"
    rf"第?{_B}*{_DIGIT}(?:{_B}*{_DIGIT}){{0,5}}{_B}*号"
)
_OFFICE = r"[\u4e00-\u9fff]{1,18}[部委局厅署会行院]"
JOINT_NUMBER = (
    rf"(?:(?<![\u4e00-\u9fff])|(?<=公告))(?:{_OFFICE}{_B}{{1,3}}){{0,9}}{_OFFICE}(?:公告|通告){_B}*(?:19|20){_DIGIT}{{2}}{_B}*年{_B}*第{_B}*"
    rf"{_DIGIT}{{1,4}}{_B}*号"
)
"""云岭省财政厅 云岭省税务局公告2023年第8号: the number of what several announce together."""
DOCUMENT_NUMBER = re.compile(
    rf"[（(]?(?:{NUMBER_WORDS}(?:{_B}*[、，]?{_B}*{NUMBER_WORDS})*(?:{_B}+{DATE_WORDS}(?=[）)]))?"
    rf"|[\u4e00-\u9fff]{{1,16}}(?:19|20){_DIGIT}{{2}}[{_OPEN}{_CLOSE}]?第?{_DIGIT}{{1,4}}[{_CLOSE}]?号"
    rf"|[\u4e00-\u9fff]{{0,20}}(?:令|公告|通告)?{_B}*[{_OPEN}]?(?:(?:19|20){_DIGIT}{{2}}[{_CLOSE}]?年?)?{_B}*第{_B}*[{_DIGIT[1:-1]}一二三四五六七八九十百零〇]{{1,6}}{_B}*号(?:令|"
    rf"公告)?|{JOINT_NUMBER})[）)]?$"
)
"""发文字号 (7.2.5) in every bracket, joint, 令第N号, and nothing else."""

URGENCY = re.compile(rf"(?:特{_B}*急|加{_B}*急|特{_B}*提|平{_B}*急|紧急程度[：:].*)$")
SECRECY = re.compile(rf"(?:绝密|机密|秘密)(?:{_B}*★.*)?$|内部(?:资料|文件)?[，, ]?(?:注意保存|不得外传)$")
COPY_NUMBER = re.compile(rf"(?:份号[：:]{_B}*)?{_DIGIT}{{6}}$")
SIGNER = re.compile(rf"签{_B}*发{_B}*人{_B}*[：:]")
ISSUER_MARK = re.compile(
    rf"[\u4e00-\u9fff{BLANK}]{{4,60}}(?:文{_B}*件|纪{_B}*要|公{_B}*报)$|[\u4e00-\u9fff]{{4,40}}(?:命{_B}*令|令)$"
)
ORDER = re.compile(rf"[\u4e00-\u9fff{BLANK}]{{4,40}}(?:命{_B}*令|令)$")
"""××省人民政府令, the mark of an order (命令格式, 10.2)."""
COPIES = re.compile(rf"抄{_B}*[送报]{_B}*[：:]|主{_B}*送{_B}*[：:]|分送[：:]|抄报[：:]")
IMPRINT = re.compile(rf".{{0,60}}?{DATE_WORDS}{_B}*印{_B}*发$|(?:印发机关|印发日期)[：:]|[（(]共印{_B}*\d+{_B}*份[）)]$")
NOTE = re.compile(
    r"[（(](?:此件|本件|本文|此页|此文|联系(?:人|单位|科室|部门|处室|电话|方式)|公开方式|信息公开|该件|主动公开|依申请公开|"
    r"不予公开|公开属性|根据工作需要)[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]$"
    r"|(?:信息)?公开(?:方式|形式|类别|属性)[：:].{0,12}$|此件(?:主动|依申请|不予)?公开(?:发布)?$"
)
"""附注 (7.3.6)."""
TITLE_NOTE = re.compile(
    r"[（(](?:(?:19|20)\d\d年.{0,60}|[一二][〇○零0一二三四五六七八九]{3}年.{0,60}|.{2,40}(?:会议|令|公布|发布|修订|修正|"
    r"通过|批准|印发|施行).*)[）)]$|[^。]{0,80}(?:会议(?:审议|修订|修正)*通过|公布|发布|批准|修订通过|修正|修订|施行|"
    r"第[一二三四五六七八九十]+次修[订正])$"
)
"""An enactment line below a title."""
ENACTMENT = re.compile(rf"[（(]?{DATE_WORDS}(?!.*[：:]$).*(?:通过|公布|发布|修[订正]|批准|施行|根据)")
"""A line that tells when and by whom a regulation was made or changed."""
CONTACT = re.compile(
    r"(?:(?!填[表报]).{0,12}联[\s\u3000]?系[\s\u3000]?(?:人|电话|方式|单位|地址|处室|科室|部门|邮箱|传真|手机)|电子(?:邮箱|邮件)|传[\s\u3000]*真|邮[\s\u3000]*(?:编|"
    r"箱)|咨询电话|监督电话|举报电话|(?:通讯|通信|邮寄|联系|办公|单位)?地[\s\u3000]*址(?=[：:])|电[\s\u3000]*话)[^。]{0,12}[：:]"
)
ATTACHMENT_LIST = re.compile(
    rf"附{_B}*件?{_B}*[：:]{_B}*[^{BLANK}]|附{_B}*件{_B}*[：:]?{_B}*(?:1|１|一)[.．、]|附件{_DIGIT}{{1,2}}(?:[.．、：:]|"
    rf"{_B})[^{BLANK}]"
)
ATTACHMENT = re.compile(
    rf"(?:{NUMBER_WORDS}{_B}*)?附{_B}*(?:件|(?=\d|[一二三四五六七八九十]{{1,2}}{_B}*[：:]?$)){_B}*(?:(?P<number>{_DIGIT}{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:[-－—之.．]{_DIGIT}{{1,2}})?)?{_B}*[：:.．]?$|"
    rf"附{_B}*[：:]$|附[录表]{_B}*(?P<other>{_DIGIT}{{1,2}}|[一二三四五六七八九十A-Z]{{1,3}})?{_B}*[：:]?$"
)
"""The line that opens an attachment (7.3.7)."""
ATTACHMENT_LABEL = re.compile(r"附[\s\u3000]?件[\s\u3000]?\d{0,2}[\s\u3000]?(?=[\u4e00-\u9fff《“])")
"""The mark of an attachment in front of its title."""
CONTENTS = re.compile(rf"目{_B}*[录次]$")
CONTENTS_LINE = re.compile(r".+?(?:[….·\-—]{3,}|\t| {3,})\s*[（(]?\d{1,3}[）)]?$")

KINDS = (
    "法典|法|决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|答复|复函|议案|函|纪要|"
    "方案|措施|办法|细则|规定|条例|规则|规程|规划|纲要|计划|要点|清单|预案|制度|指南|指引|政策|标准|规范|目录|名单|名录|章程|准则|"
    "安排|分工|说明|举措|行动|台账|任务|倡议书|(?:决定|意见|通知|告知|建议|公告|通报)书|公约|协议|大纲|提纲|申报书|申请书|表|流程|解读|要求|条|机制|目标|体系|导则|手册|汇编|图|令|样式|模板|标识|事项|若干规定|公示|倡议|宣言|提示|须知|(?<=的)解释"
)
KIND = re.compile(KINDS)
FOREWORD = re.compile(rf"[前引序导]{_B}*言$")
TITLE_END = re.compile(rf"(?:{KINDS})(?:{_B}*[（(〔【][^（）()]{{1,30}}[）)〕】])*(?:的(?:通知|函|公告))?$")
STATUTORY_END = re.compile(
    r"(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|答复|复函|议案|函|纪要)(?:[（(][^（）()]{1,30}[）)])?$"
)
ABOUT = re.compile(r"关于.{2,}")
ISSUES = re.compile(
    r"(?:印发|转发|发布|公布|批转|下发|颁布|批准|颁发|施行)(?:了)?[《〈<]?(?:关于)?(.{4,}?)[》〉>]?(?:的(?:通知|决定|"
    r"函|公告|通告|命令|令|意见)|[》〉>])"
)
"""The title of a notice that issues a document, and that document's title."""

ORGAN = re.compile(
    rf"[\u4e00-\u9fff（）()、“”·{BLANK}]{{2,60}}(?:政{_B}*府|委{_B}*员{_B}*会|办{_B}*公{_B}*[厅室]|[部委局厅办署院会行社处组]|"
    rf"公{_B}*司|中{_B}*心|银{_B}*行|集{_B}*团|总{_B}*局|党{_B}*组|管委会|法院|检察院|大学|学校|指挥部|工商联|总工会|"
    rf"共青团.{{1,12}}委|联合会|协会|支队|大队|总队|调查队|开发区|海关|分局|军区|政治部)$"
)
"""The name of an organ and nothing else."""

_OFFICER = (
    rf"(?:代{_B}*)?(?:[省市州县区部局署行]{_B}*长|主{_B}*[席任]|总{_B}*理)(?:[：:]{_B}*|{_B}+)[\u4e00-\u9fff](?:{_B}*[\u4e00-\u9fff]){{1,3}}"
)
OFFICER = re.compile(rf"{_OFFICER}(?=\s*{_YEAR}{_B}*年)")
"""签发人职务 and name above the date of a decree (10.2)."""
OFFICER_LINE = re.compile(rf"{_OFFICER}$")
"""The same on a line of its own."""

ADDRESSEE = re.compile(
    r"各|本|委|局|厅|市[直级属政府区委]|省[直级属政府]|区[直属府政]|县[直属府政]|国务院|有关|机关|全[省市区县体]|驻|"
    r"中央|中共|[^，。；]{1,20}(?:政府|委员会|管委会|[省市区县州厅局委办部院行社会处]|公司|大学|学院|医院|学校|中心|"
    r"企业|单位|部门|同志|机构|银行|协会|集团|分局|支行|朋友|居民|市民|业主|群众|用人单位|纳税人|行署|盟)"
)
_NO_ADDRESSEE = re.compile(
    r"^(?:根据|为[了深贯进加全切认积]|现将|经|按照|附|注|本|有关(?:事项|要求|规定))|如下|如何|以下|包括|要求|条件|材料|"
    r"程序|制定|提出|第.{1,4}条|原文|来源|日期|时间|标题|主题|索引|文号|电话|地址|联系|邮箱|网址|^(?:责任|牵头)|名称|"
    r"组长|"
    r"成员[：:]|职责|目标|原则|思想|任务"
)

_NO_LAST_ADDRESSEE = re.compile(
    r"如下|包括|通知[：:]|意见[：:]|[方办]案[：:]|要求[：:]|条件[：:]|内容[：:]|材料[：:]|规定[：:]|职责[：:]"
)

METADATA_NAMES = (
    "索引号|索取号|主题分类|主题词|体裁分类|组配分类|分类|信息分类|公文种类|文种|发文机关|发文机构|发布机构|发布机关|发布单位|发文单位|制定机关|公开主体|"
    "成文日期|发文日期|生成日期|发布日期|公开日期|印发日期|发布时间|公开时间|生成时间|成文时间|制发日期|签发日期|实施日期|生效日期|废止日期|失效日期|失效时间|施行日期|有效期|时效|时效性|"
    "有效性|文件有效性|效力状态|效力级别|效力等级|信息有效性|标题|名称|信息名称|文件名称|发文字号|发布文号|文号|文件编号|公开方式|公开形式|公开范围|公开属性|公开类型|公开类别|公开程序|"
    "编号|统一编号|统一登记号|规范性文件登记号|登记号|规范性文件编号|信息来源|关键词|内容概述|内容分类|所属主题|服务对象|服务对象分类|主题导航|载体类型|记录形式|语种|版本|更新时间|颁布时间|颁布日期|"
    "法规类别|法律位阶|公布日期|批准日期|责任部门|解读|来源|信息索引|信息类别|文章来源|信息提供日期|是否有效|法宝引证码|成文机关|生成机构|公文时效|起始日期|公开期限|公开时限|所属机构|有效期至|信息编号"
)
_SPACED_NAMES = "|".join(rf"{_B}*".join(n) for n in METADATA_NAMES.split("|"))
METADATA = re.compile(rf"[【\[*]*{_B}*({_SPACED_NAMES}){_B}*(?:[*]*[\]】]?[*]*{_B}*[：:]|】){_B}*[*]*")
"""A publisher's labelled field; names from GB/T 33480-2016 and what portals use beside it."""
REGISTRATION = re.compile(
    r"[A-Z]{2,6}(?:CR)?[-—－]?(?:19|20)\d{2}[-—－]\d{3,8}(?:号)?$|[A-Z]{2}\d{10,}$|[0-9A-Z]{6,20}/(?:19|20)\d{2}-\d{3,8}$|"
    r"(?:000|11)[0-9A-Z/\-]{8,}$"
)

VALIDITY = re.compile(r"(?:全文|部分|条款|现行)*(?:有效|失效|废止|修改)$")
"""A database's word on whether a document is in force."""

WRAPPER = re.compile(
    r"[（(]记者[：: \u3000][^（）()]{2,20}[）)]$|"
    r"【(?:图解|视频|解读|新闻|音频|动漫|政策|一图|H5|长图|专家|媒体|文字|问答)[^】]{0,8}】|您当前所在|北大法宝|【法宝引证码】|"
    r"法宝引证码|原文链接|当前位置|您(?:现在)?(?:的|所在)位置|首页|网站首页|扫一扫|分享到|分享[：:]?$|打印(?:本页)?|"
    r"【?(?:打印|关闭|收藏|下载)|关闭(?:窗口|本页)?$|浏览次数|点击(?:数|次数|率)?[：:]?|阅读(?:次数|量)?[：:]|"
    r"【?字[体号]|字号|\[?大 ?中 ?小|ICP备|.ICP|.公网安备|版权所有|主办单位?[：:]|承办单位?[：:].{0,30}(?:中心|办)|主办[：:]|"
    r"网站(?:标识码|地图|声明)|相关(?:解读|附件|文档|链接|文章|新闻|信息|稿件|政策)|政策解读|解读[：:《]|上一[篇条]|"
    r"下一[篇条]|"
    r"责任编辑|编辑[：:]|作者[：:]|附件下载|无障碍|返回顶部|【音频解读】|\[bookmark|(?:- ?){4,}|"
    r"-{3,}$|={3,}$|#{1,6}$|<!--|视力保护色|站点地图|图解|一图读懂|用手机|浏览器|请输入|RSS|下载[：:]|点击下载|"
    r"信息来源[：:]|文章来源[：:]|来源[：:]|原标题|转载|（?转载|微信扫|保护视力|页面功能|我要(?:纠错|评论|打印)|"
    r"网站纠错|当前页$|链接[：:]$|.{0,8}下载链接|[【\[] ?(?:打印|关闭|收藏)|"
    r"纠错|\$\(|var |function|责编|审核[：:]|【大|A-|A\+|您是第|友情链接|联系我们|关于我们|[^。]{0,40}-->$|"
    r"(?:微信|微博|登录|注册|关注|搜索|查看|欢迎)(?![^，。；]{0,60}[，。；])"
)
"""What a web site or a database puts around a document."""
SITE_COLUMN = re.compile("(?:最新|政策|信息|通知|公告|文件|法规|公开|动态|新闻|要闻|发布){2,4}")
"""The name of a column of a site: 最新文件, 通知公告."""
RELATED = re.compile(r"相关(?:解读|附件|文档|链接|文章|新闻|信息|稿件|政策)[：:]?")
LEAD_END = re.compile(r"(?:原文|全文|内容|具体|详情|通知|文件)(?:内容)?(?:如下|见下)[：:。]?$")
PAGE_NUMBER = re.compile(
    rf"[-=]{{2,}}{_B}*(?:PAGE|第)?{_B}*{_DIGIT}{{1,4}}{_B}*页?{_B}*[-=]{{2,}}$|{_DIGIT}{{1,3}}{_B}*/{_B}*{_DIGIT}{{1,3}}$|"
    rf"[—－\-–~·]{{0,2}}{_B}*{_DIGIT}{{1,3}}{_B}*[—－\-–~·]{{1,2}}$|第{_B}*{_DIGIT}{{1,3}}{_B}*页(?:{_B}*[/，,共]{_B}*共?{_DIGIT}{{1,3}}{_B}*页)?$"
)
ENTITY = re.compile(rf"(?:&[a-z]+;|[{BLANK}])+$")
DROPPED = re.compile(r".{2,60}[（(]略[）)]$")
GLUED = re.compile(r"扫一扫在手机打开|[【\[]?打印本页|分享到[：:]|[【\[]关闭窗口")
"""What a site glues to the last line."""
FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|rar|zip|ofd|et|jpg|png|ceb|pptx?)[）)]?$", re.I)
NUMBER_YEAR = re.compile(
    rf"[{_OPEN}]{_B}*(?:19|20|１９|２０){_DIGIT}{_B}*{_DIGIT}{_B}*[{_CLOSE}]?{_B}*第?{_B}*{_DIGIT}(?:{_B}*{_DIGIT}){{0,5}}{_B}*号"
)
"""The year in its bracket and the rest of a number."""
BREAKERS = frozenset("。！？；：，、》”）) \u3000\n\t-")
"""What no number holds before its year."""
TITLE_BEFORE_ADDRESSEES = re.compile(
    r"[^。；：]{0,60}?关于[^。；：]{2,160}?(?:通知|意见|决定|公告|通告|通报|批复|函|措施|方案|办法|规定)(?:[（(][^（）()]{1,20}[）)])?(?=(?:\s|&nbsp;)*(?:各|"
    r"[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|厅|局|办公室)[：:、，]|市直|省直|有关))"
)
ENACTED = re.compile(
    rf"[\u4e00-\u9fff]{{2,40}}(?:通过|公布|发布|修[订正])|(?:[\u4e00-\u9fff\d《》、]{{2,90}}?(?:通过|公布|发布|修[订正]|批准)|施行)"
    rf"(?=[{BLANK}]|$)"
)
"""What is said of a regulation behind a date: who made or changed it, or that it is in force."""
TITLE_NOTE_INSIDE = re.compile(r"[（(](?:19|20)\d\d年[^（）()。]{0,60}[）)]\s*$")
TITLE_BEFORE_BODY = re.compile(
    r"[^。；：，]{6,80}?(?:通知|意见|决定|公告|通告|通报|批复|函|措施|方案|办法|规定|细则|条例|指引|指南)(?:[（(][^（）()]{1,20}[）)])?(?=为(?:了|"
    r"贯彻|深入|进一步|加快|全面|切实|认真|落实|积极|充分|规范|促进|推[动进])|根据《|按照《|近年来，)"
)
NOTE_INSIDE = re.compile(r"[（(](?:此件|本件|此文|联系人|信息公开|主动公开)[^（）()]{0,60}[）)]")
ISSUED_NAMES = re.compile(r"《([^《》]{6,120})》|印发([^《》。；：]{6,100}?)的(?:通知|决定|函)")
RESIDUE = re.compile(
    rf"(?:[-—－]{_B}?\d{{1,3}}{_B}?[-—－](?=[^\d])|\[bookmark:[^\]\n]{{0,40}}\]|#{{1,6}}{_B}|<!--.{{0,80}}?-->|[-–—](?=[^-–—、\d{BLANK}])|"
    rf">{_B}*){_B}*"
)
"""What a converter left at the start of a line."""
ROSTER = re.compile(
    r"(?:常务)?(?:副?[\s\u3000]*组[\s\u3000]*长|副?主[\s\u3000]*任|[成组][\s\u3000]*员(?:单位)?|总?召[\s\u3000]*集[\s\u3000]*人|"
    r"联[\s\u3000]*络[\s\u3000]*员|总指挥|副总指挥|秘书长|顾[\s\u3000]*问|总协调人)\s*[：:]\s*[^\s]"
)
"""A line of a list of members: 组长：张三."""
ROSTER_NAME = re.compile(rf"{ROSTER.pattern}[\u4e00-\u9fff]{{1,3}}")
PROSE = re.compile(r"[。！？；]")


def normal(text: str) -> str:
    """A title without white space, widths, quotation marks and kinds of dashes, to compare copies."""
    return _DROPPED.sub("", text.translate(_ALIKE))


_ALIKE = FOLDS | str.maketrans("【】―–—－─~～", "()-------")
_DROPPED = re.compile(rf"[{BLANK}《》〈〉<>“”\"'‘’「」#*]|&[a-z]+;")


_LAST_ADDRESSEE = re.compile(
    rf"(?:[府委局厅办部会院行社处司所校学位门构业心志友们民主户者员人团队织署站科室区县市省镇乡道盟旗州地等关组厂馆体联]|"
    rf"高校|公司|集团|中心|机关|海关|大学|支队)(?:[（(][^（）()]{{1,30}}[）)])*{_B}*[：:]$"
)
_NAMES = re.compile(r"各|、|，|(?:代表|委员|主席|同志|先生|女士|朋友)[：:]$")
_LEAD_IN = re.compile(r"如下|以下|下列|有关事项|(?:决定|倡议|号召|提示)[：:]$|^(?:为|根据|按照|依据|现|附)")


def last_kind(text: str, end: int) -> int:
    """Where the last name of a kind (文种) before `end` ends, 0 where none does."""
    return max((kind.end() for kind in KIND.finditer(text, 6, end)), default=0)


def is_metadata(text: str) -> bool:
    """Whether a line is a publisher's labelled field."""
    head = text[:24]
    return ("：" in head or ":" in head or head[:1] == "【") and METADATA.match(text) is not None


def is_addressees(text: str, placed: bool = False) -> bool:
    """Whether a line names those that a notice goes to (主送机关, 7.3.2).

    Right below a title (`placed`) any names do, elsewhere only those that end as organs and groups of people do.
    """
    if (
        text[-1:] not in ("：", ":")
        or len(text) > 1500
        or PROSE.search(text[: text.rfind("；") + 1].replace("；", ""))
        or "。" in text
    ):
        return False
    if "关于" in text or NUMBER_YEAR.search(text, 0, 400):
        return False
    if placed and _NAMES.search(text) and not _LEAD_IN.search(text) and not CONTACT.match(text):
        return True
    last = _LAST_ADDRESSEE.search(text, max(0, len(text) - 40))
    return (
        last is not None
        and bool(ADDRESSEE.match(text))
        and not _NO_ADDRESSEE.search(text[:12])
        and not _NO_LAST_ADDRESSEE.search(text[-8:])
    )


def is_title(text: str) -> bool:
    """Whether a line ends as the title of a document does (文种) and holds no sentence."""
    return (
        4 <= len(text) <= 160
        and not PROSE.search(text)
        and text[-1] not in "：:，,、；"
        and TITLE_END.search(text, max(0, len(text) - 50)) is not None
    )


def is_plain(text: str) -> bool:
    """Whether a line is short and without the punctuation of prose: a title, a name, a cell."""
    return len(text) <= 120 and not PROSE.search(text) and text[-1:] not in ("：", ":", "，", ",", "、")
