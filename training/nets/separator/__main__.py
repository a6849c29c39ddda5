from ..command import main
from .task import TASK

main(TASK)
