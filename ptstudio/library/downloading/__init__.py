"""Getting weights over the network: by address, or from the Hugging Face Hub; imports the library and core."""
