"""What is an adequate level: optimal and Nash tariffs, leverage, hedging, and who stands between two powers."""
