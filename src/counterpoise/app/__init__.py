"""The application in the browser: a service that answers the registered questions, and the pages that ask them."""
