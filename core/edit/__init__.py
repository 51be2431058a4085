"""Editing with row versions: who comes second sees both texts and loses neither."""
