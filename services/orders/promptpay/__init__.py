"""PromptPay: EMV QR payloads written and read by us, and the sellers' biller ids."""
