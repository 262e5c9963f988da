"""What is known of networks that learned from ImageNet: how the data is made, and what that makes them do badly."""

IMAGENET_1K = "ImageNet-1k"
"""1,281,167 photographs of 1,000 kinds of things (Russakovsky 2015, arXiv:1409.0575)."""
IMAGENET_21K_THEN_1K = "ImageNet-21k, then ImageNet-1k"
CLASSES = 1000

WESTERN = (
    "Most of the photographs it learned from come from North America and Europe; what looks different elsewhere is "
    "recognised less well (Shankar 2017, arXiv:1711.08536)."
)
PEOPLE = (
    "Only three of its 1,000 classes are people, yet many people are in the photographs without having been asked, and "
    "not every group equally often: never use it to judge people without checking each group (Yang 2021, "
    "arXiv:2103.06191; Yang 2020, arXiv:1912.07726)."
)
TEXTURE = (
    "It goes by texture more than by shape: drawings, silhouettes and things with an unusual surface mislead it "
    "(Geirhos 2019, arXiv:1811.12231)."
)
DAMAGE = "Noise, blur, bad weather and strong compression cost it accuracy (Hendrycks 2019, arXiv:1903.12261)."

ATTENTION_LIMITS = (WESTERN, PEOPLE, DAMAGE)
"""Of networks whose leaning to texture that study did not measure."""
CONVOLUTION_LIMITS = (WESTERN, PEOPLE, TEXTURE, DAMAGE)
