from . import bench_label
from . import bench_bare
