/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-add-provider-window.h"
#include "confab-form-field.h"

G_BEGIN_DECLS

/* The type of a server of one's own. */
#define CONFAB_ADD_CUSTOM_TYPE "custom"

/* What can be added: a provider of a type, or a server of one's own at a vendor's address. */
typedef struct
{
  ConfabProviderType *type;    /* owned */
  const ConfabPreset *preset;  /* borrowed from the catalogue, nullable */
  char               *text;    /* owned: what is searched, folded */
} ConfabAddChoice;

/* Shared by the files of the window: the one with what can be chosen, and the one with the form. */
struct _ConfabAddProviderWindow
{
  AdwWindow         parent_instance;

  /* template */
  GtkWidget        *cancel_button;
  GtkWidget        *back_button;
  GtkWidget        *add_button;
  GtkWidget        *choice_page;
  GtkEditable      *search_entry;
  GtkListBox       *choices;
  GtkWidget        *form_page;
  GtkBox           *form;
  GtkLabel         *trouble;

  ConfabFormField  *name_field;      /* borrowed, children of the form */
  ConfabFormField  *id_field;
  ConfabFormField  *base_url_field;
  ConfabFormField  *model_field;
  ConfabFormField  *key_field;
  GtkWidget        *private_list;
  GtkSwitch        *private_switch;

  ConfabRegistry   *registry;        /* owned */
  ConfabCatalogue  *catalogue;       /* owned */
  GPtrArray        *offered;         /* owned, of ConfabAddChoice: row by row */
  char             *wanted;          /* owned, nullable: what is searched for, folded */
  const ConfabAddChoice *chosen;   /* borrowed, nullable */
  GCancellable     *cancellable;     /* owned, fires when the window goes */
  gboolean          adding;
};

/* in confab-add-provider-window-form.c */
void _confab_add_provider_window_build_form (ConfabAddProviderWindow *self);
void _confab_add_provider_window_add        (ConfabAddProviderWindow *self);

G_END_DECLS
