"""What is known of detectors that learned from COCO: how the data is made, and what that makes them do badly."""

COCO = "COCO 2017"
"""118,287 photographs of 80 kinds of things, each with a box (Lin 2014, arXiv:1405.0312)."""
COCO_MAP = "COCO 2017 (mAP)"
"""The mean average precision over overlaps of 0.5 to 0.95, on the 5,000 validation photographs."""
IMAGENET_THEN_COCO = "ImageNet-1k, then COCO 2017"
CLASSES = 80

WESTERN = (
    "Most of the photographs it learned from come from North America and Europe; things of poorer homes and of other "
    "parts of the world are recognised less well (de Vries 2019, arXiv:1906.02659)."
)
PEOPLE = (
    "Men, and people with light skin, are in its photographs far more often than others: never use it to judge people "
    "without checking each group (Zhao 2021, arXiv:2106.08503)."
)
DAMAGE = (
    "Noise, blur, bad weather and strong compression cost it much of its accuracy (Michaelis 2019, arXiv:1907.07484)."
)
LIMITS = (WESTERN, PEOPLE, DAMAGE)
