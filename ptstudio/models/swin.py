"""Swin: attention in shifted windows (Liu 2021), and V2 (Liu 2022)."""

from ptstudio.models._imagenet import ATTENTION_LIMITS
from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class Swin(TorchvisionFamily):
    """Takes pictures of any size."""

    key = "swin"
    title = "Swin Transformer"
    paper = Paper(
        "Liu et al.", "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", 2021, "2103.14030"
    )
    other_papers = {
        "swin_v2": Paper("Liu et al.", "Swin Transformer V2: Scaling Up Capacity and Resolution", 2021, "2111.09883")
    }
    limits = ATTENTION_LIMITS
    tasks = ("image-classification",)
    gives_maps = False
    landmark = "features.1.0.attn.relative_position_index"
    tail = Tail("head")
    published = (
        Published(
            architecture="swin_t",
            title="Swin tiny",
            summary="A transformer that sees details and the whole; accurate for its size, wants a graphics card.",
            px=224,
            parameters=28_288_354,
            size_mb=108.19,
            accuracy=81.474,
            recipe=f"{REFERENCES}#swintransformer",
            file="swin_t-704ceda3.pth",
        ),
        Published(
            architecture="swin_s",
            title="Swin small",
            summary="Larger and more accurate than Swin tiny.",
            px=224,
            parameters=49_606_258,
            size_mb=189.786,
            accuracy=83.196,
            recipe=f"{REFERENCES}#swintransformer",
            file="swin_s-5e29d889.pth",
        ),
        Published(
            architecture="swin_b",
            title="Swin base",
            summary="For high accuracy where a strong graphics card is at hand.",
            px=224,
            parameters=87_768_224,
            size_mb=335.364,
            accuracy=83.582,
            recipe=f"{REFERENCES}#swintransformer",
            file="swin_b-68c6b09e.pth",
        ),
        Published(
            architecture="swin_v2_t",
            title="Swin V2 tiny",
            summary="Like Swin tiny, steadier with large pictures; somewhat slower.",
            px=256,
            parameters=28_351_570,
            size_mb=108.626,
            accuracy=82.072,
            recipe=f"{REFERENCES}#swintransformer-v2",
            file="swin_v2_t-b137f0e2.pth",
        ),
        Published(
            architecture="swin_v2_s",
            title="Swin V2 small",
            summary="Larger and more accurate than Swin V2 tiny.",
            px=256,
            parameters=49_737_442,
            size_mb=190.675,
            accuracy=83.712,
            recipe=f"{REFERENCES}#swintransformer-v2",
            file="swin_v2_s-637d8ceb.pth",
        ),
        Published(
            architecture="swin_v2_b",
            title="Swin V2 base",
            summary="The largest Swin here; needs a graphics card with much memory.",
            px=256,
            parameters=87_930_848,
            size_mb=336.372,
            accuracy=84.112,
            recipe=f"{REFERENCES}#swintransformer-v2",
            file="swin_v2_b-781e5279.pth",
        ),
    )
