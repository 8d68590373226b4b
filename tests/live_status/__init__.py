"""Does a template say of itself what Python says of it? The same fillings, judged by both."""
