/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-card-list.h"
#include "confab-local-watch.h"
#include "confab-providers-page.h"

G_BEGIN_DECLS

struct _ConfabProvidersPage
{
  AdwBin               parent_instance;

  /* template */
  AdwToastOverlay     *toast_overlay;
  GtkSearchBar        *search_bar;
  GtkEditable         *search_entry;
  GtkScrolledWindow   *scroller;
  GtkWidget           *nothing;
  GtkWidget           *keyring_group;
  AdwActionRow        *keyring_row;
  GtkWidget           *unlock_button;
  GtkWidget           *used_group;
  ConfabCardList      *used_list;
  GtkWidget           *local_group;
  ConfabCardList      *local_list;
  GtkWidget           *available_group;
  ConfabCardList      *opened_list;
  GtkFlowBox          *offers;
  GtkLabel            *announcement;

  ConfabRegistry      *registry;     /* owned */
  ConfabLocalWatch    *local_watch;  /* owned */
  ConfabCatalogue     *catalogue;    /* owned */
  GHashTable          *cards;        /* owned: provider to card, of all lists */
  GHashTable          *opened;       /* owned: providers that are not used yet and have a whole card */
  GPtrArray           *offered;      /* owned, of ConfabProvider: who has a small card */
  char                *wanted_id;    /* owned, nullable: whose card is to be shown once it is known */
  char               **words;        /* owned: what is searched for */
  GCancellable        *cancellable;  /* owned, fires when the page goes */
  guint                refill_id;    /* source id, while something has changed */
  gboolean             search_mode;
};

ConfabProviderCard *confab_providers_page_find_card       (ConfabProvidersPage      *self,
                                                           ConfabProvider           *provider);
void                confab_providers_page_open_card       (ConfabProvidersPage      *self,
                                                           ConfabProvider           *provider);
void                confab_providers_page_on_move         (ConfabProvidersPage      *self,
                                                           ConfabProvider           *provider,
                                                           ConfabProvider           *before,
                                                           guint                     place);
void                confab_providers_page_install_actions (ConfabProvidersPageClass *klass);

G_END_DECLS
