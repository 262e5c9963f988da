"""Parts of pages that know no page and no session: values go in, signals come out."""
