/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-option-choice"

#include "config.h"

#include "confab-option-choice.h"

#include <glib/gi18n.h>

/**
 * ConfabOptionChoice:
 *
 * An option that is one of a few words, or left to the program.
 */
struct _ConfabOptionChoice
{
  ConfabOptionField   parent_instance;

  AdwComboRow        *row;      /* borrowed, a child */
  char              **choices;  /* owned: the words behind the first item */
};

G_DEFINE_FINAL_TYPE (ConfabOptionChoice, confab_option_choice, CONFAB_TYPE_OPTION_FIELD)

/* What is written down is made for machines. */
static const char *
get_words (const char *choice)
{
  static const struct { const char *choice; const char *words; } known[] = {
    { "openai-chat", "Chat Completions" },
    { "openai-responses", "Responses" },
    { "gemini", "Gemini" },
    { "anthropic", "Messages" },
    /* Translators: a key that is sent as a “bearer token” */
    { "bearer", N_("As a bearer token") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].choice, choice))
      return _(known[i].words);

  return choice;
}

/* The address decides which there are. */
static void
update_choices (ConfabOptionChoice *self)
{
  ConfabOptionField *field = CONFAB_OPTION_FIELD (self);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_auto(GStrv) choices = confab_provider_option_dup_choices (confab_option_field_get_option (field),
                                                              confab_provider_get_provider_type (provider));
  g_autoptr(GtkStringList) model = NULL;

  if (self->choices != NULL && g_strv_equal ((const char * const *) choices, (const char * const *) self->choices))
    return;

  model = gtk_string_list_new (NULL);
  /* Translators: the program decides */
  gtk_string_list_append (model, _("Automatic"));
  for (gsize i = 0; choices[i] != NULL; i++)
    gtk_string_list_append (model, get_words (choices[i]));
  g_strfreev (self->choices);
  self->choices = g_steal_pointer (&choices);
  adw_combo_row_set_model (self->row, G_LIST_MODEL (model));
}

static void
on_selected_cb (ConfabOptionChoice *self)
{
  const guint selected = adw_combo_row_get_selected (self->row);

  if (selected != GTK_INVALID_LIST_POSITION)
    confab_option_field_apply (CONFAB_OPTION_FIELD (self), selected > 0 ? self->choices[selected - 1] : NULL);
}

static void
confab_option_choice_show (ConfabOptionField *field,
                           const char        *text)
{
  ConfabOptionChoice *self = CONFAB_OPTION_CHOICE (field);
  guint selected = text == NULL ? 0 : GTK_INVALID_LIST_POSITION;

  update_choices (self);
  for (guint i = 0; text != NULL && self->choices[i] != NULL; i++)
    if (g_str_equal (self->choices[i], text))
      selected = i + 1;
  adw_combo_row_set_selected (self->row, selected);
}

static void
confab_option_choice_constructed (GObject *object)
{
  ConfabOptionChoice *self = CONFAB_OPTION_CHOICE (object);
  ConfabOptionField *field = CONFAB_OPTION_FIELD (object);

  self->row = ADW_COMBO_ROW (adw_combo_row_new ());
  confab_option_field_add_row (field, GTK_WIDGET (self->row));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), confab_option_field_new_clear (field, _("Remove"), TRUE));
  g_signal_connect_object (self->row, "notify::selected", G_CALLBACK (on_selected_cb), self, G_CONNECT_SWAPPED);

  G_OBJECT_CLASS (confab_option_choice_parent_class)->constructed (object);
}

static void
confab_option_choice_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_OPTION_CHOICE (object)->choices, g_strfreev);

  G_OBJECT_CLASS (confab_option_choice_parent_class)->finalize (object);
}

static void
confab_option_choice_class_init (ConfabOptionChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = confab_option_choice_constructed;
  G_OBJECT_CLASS (klass)->finalize = confab_option_choice_finalize;
  CONFAB_OPTION_FIELD_CLASS (klass)->show = confab_option_choice_show;
}

static void
confab_option_choice_init (ConfabOptionChoice *self)
{
}
