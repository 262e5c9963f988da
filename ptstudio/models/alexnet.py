"""AlexNet, the network that began it all (Krizhevsky 2012, in the form of Krizhevsky 2014)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class AlexNet(TorchvisionFamily):
    """The two big hidden layers stay in the backbone."""

    key = "alexnet"
    title = "AlexNet"
    paper = Paper("Krizhevsky", "One weird trick for parallelizing convolutional neural networks", 2014, "1404.5997")
    landmark = "features.10.weight"
    tail = Tail("classifier.6")
    published = (
        Published(
            architecture="alexnet",
            title="AlexNet",
            summary="The network that began it all: quick, but large on disk and less accurate than all since.",
            px=224,
            parameters=61_100_840,
            size_mb=233.087,
            accuracy=56.522,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="alexnet-owt-7be5be79.pth",
        ),
    )
