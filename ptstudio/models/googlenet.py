"""GoogLeNet, the first Inception network (Szegedy 2014), with batch norm."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class GoogLeNet(TorchvisionFamily):
    """The published weights come from a network that wants values from -1 to 1: it converts them itself
    (`transform_input`), so that it takes the same pictures as all others.
    """

    key = "googlenet"
    title = "GoogLeNet"
    paper = Paper("Szegedy et al.", "Going Deeper with Convolutions", 2014, "1409.4842")
    landmark = "inception5b.branch1.conv.weight"
    auxiliary = ("aux1.", "aux2.")
    options = {"aux_logits": False, "transform_input": True, "init_weights": False}
    tail = Tail("fc", "dropout")
    published = (
        Published(
            architecture="googlenet",
            title="GoogLeNet",
            summary="The first Inception network: few parameters, modest accuracy.",
            px=224,
            parameters=6_624_904,
            size_mb=49.731,
            accuracy=69.778,
            recipe=f"{REFERENCES}#googlenet",
            file="googlenet-1378be20.pth",
        ),
    )
