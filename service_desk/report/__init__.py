from . import service_desk_report
from . import service_desk_article_report
from . import service_desk_change_report
