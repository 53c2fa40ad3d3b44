/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-card.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CARD_LIST (confab_card_list_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCardList, confab_card_list, CONFAB, CARD_LIST, GtkBox)

void                confab_card_list_set_source    (ConfabCardList *self,
                                                    ConfabRegistry *registry,
                                                    GHashTable     *cards);
void                confab_card_list_set_providers (ConfabCardList *self,
                                                    GPtrArray      *providers);
void                confab_card_list_reset         (ConfabCardList *self);
void                confab_card_list_grow_in_view  (ConfabCardList *self,
                                                    GtkWidget      *view);
void                confab_card_list_set_orderly   (ConfabCardList *self);
void                confab_card_list_move          (ConfabCardList *self,
                                                    ConfabProvider *provider,
                                                    int             places);
guint               confab_card_list_get_length    (ConfabCardList *self);
ConfabProviderCard *confab_card_list_find          (ConfabCardList *self,
                                                    ConfabProvider *provider);

G_END_DECLS
