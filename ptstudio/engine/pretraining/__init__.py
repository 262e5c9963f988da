"""Making a model familiar with texts before it is trained: what it reads, how it learns, what that is good for."""
