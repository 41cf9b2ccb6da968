print("Boil the water.", "Put the tea in the pot.", "Pour the water on the tea.", "Wait four minutes.", "Fill the cups.")
