"""Pure mathematics of choice and of games: best responses, bargaining, Shapley values. It knows no country and no trade."""
