/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-card.h"

G_BEGIN_DECLS

/* Shared by the files of the card: the one that shows the provider, and the one that changes it. */
struct _ConfabProviderCard
{
  GtkBox           parent_instance;

  /* template */
  GtkWidget       *header;
  GtkWidget       *handle;
  GtkLabel        *tile;
  GtkBox          *text_box;
  GtkWidget       *title_box;
  GtkLabel        *title;
  GtkWidget       *default_badge;
  GtkLabel        *note;
  GtkBox          *pill;
  GtkImage        *pill_icon;
  GtkLabel        *pill_label;
  GtkWidget       *activate_button;
  GtkSwitch       *enabled_switch;
  GtkMenuButton   *menu_button;
  GtkToggleButton *fold_button;
  GtkRevealer     *revealer;

  GtkWidget       *key_section;    /* borrowed, a child; NULL without a key and before it is unfolded */
  GtkWidget       *check_section;  /* borrowed, a child; NULL before it is unfolded */
  GtkWidget       *name_entry;     /* borrowed, a child; NULL unless a name is being written */

  ConfabRegistry  *registry;       /* owned */
  ConfabProvider  *provider;       /* owned */
  GCancellable    *cancellable;    /* owned, fires when the card goes */
  char            *trouble;        /* owned, nullable: what came of the last change */
  guint            countdown;      /* source id, only while a rate limit runs */
  double           drag_x;         /* in pixels: where a drag began in the header */
  double           drag_y;
  gboolean         movable;        /* it has a place that can be changed */
};

/* in confab-provider-card-actions.c */
void _confab_provider_card_install_actions (GtkWidgetClass *widget_class);
void _confab_provider_card_create_menu     (GtkMenuButton  *button,
                                            gpointer        user_data);

G_END_DECLS
