from . import service_desk_report
from . import service_desk_article_report
