"""The world as it is: economies and the quantities of their accounts."""
