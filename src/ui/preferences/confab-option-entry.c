/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-option-entry"

#include "config.h"

#include "confab-option-entry.h"

#include <glib/gi18n.h>

/**
 * ConfabOptionEntry:
 *
 * An option of one line: a word, an address, a number of seconds or a fingerprint.
 */
struct _ConfabOptionEntry
{
  ConfabOptionField  parent_instance;

  GtkWidget         *entry;    /* borrowed, a child */
  GtkLabel          *unit;     /* borrowed, a child; NULL without one */
  GtkWidget         *set_row;  /* borrowed, a child: stands for the entry while a fingerprint is set; NULL for others */
};

G_DEFINE_FINAL_TYPE (ConfabOptionEntry, confab_option_entry, CONFAB_TYPE_OPTION_FIELD)

/* In pairs, as other programs show it to compare with. */
static char *
format_fingerprint (const char *digits)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (digits[i]));
    }

  return g_string_free (text, FALSE);
}

/* Beside an empty field stands what it amounts to. */
static void
update_unit (ConfabOptionEntry *self)
{
  g_autofree char *text = NULL;

  if (self->unit == NULL)
    return;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    /* Translators: a duration in seconds */
    text = g_strdup_printf (_("%s s"), confab_option_field_get_example (CONFAB_OPTION_FIELD (self)));
  /* Translators: seconds, behind a number */
  gtk_label_set_label (self->unit, text != NULL ? text : _("s"));
}

static void
on_changed_cb (ConfabOptionEntry *self)
{
  update_unit (self);
  confab_option_field_touch (CONFAB_OPTION_FIELD (self));
}

static void
confab_option_entry_show (ConfabOptionField *field,
                          const char        *text)
{
  ConfabOptionEntry *self = CONFAB_OPTION_ENTRY (field);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  const gboolean instead = self->set_row != NULL && text != NULL &&
                           confab_provider_check_option (provider, confab_option_field_get_option (field), NULL);
  g_autofree char *digits = NULL;
  g_autofree char *pairs = NULL;

  if (self->set_row != NULL)
    {
      if (instead)
        confab_provider_option_check (confab_option_field_get_option (field),
                                      confab_provider_get_provider_type (provider), text, &digits, NULL);
      pairs = format_fingerprint (digits != NULL ? digits : "");
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->set_row), pairs);
      gtk_widget_set_visible (self->set_row, instead);
      gtk_widget_set_visible (self->entry, !instead);
    }

  if (instead || text == NULL)
    text = "";
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);

  /* Taken back, it is nothing to apply. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), FALSE);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
}

static char *
confab_option_entry_dup_text (ConfabOptionField *field)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (CONFAB_OPTION_ENTRY (field)->entry)));
}

static void
confab_option_entry_mark (ConfabOptionField *field,
                          gboolean           edited,
                          gboolean           wrong)
{
  GtkWidget *entry = CONFAB_OPTION_ENTRY (field)->entry;

  if (wrong)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
add_fingerprint_row (ConfabOptionEntry *self)
{
  self->set_row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->set_row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->set_row), 0);
  confab_option_field_add_row (CONFAB_OPTION_FIELD (self), self->set_row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->set_row),
                             confab_option_field_new_clear (CONFAB_OPTION_FIELD (self), _("Forget"), FALSE));
}

static void
confab_option_entry_constructed (GObject *object)
{
  ConfabOptionEntry *self = CONFAB_OPTION_ENTRY (object);
  ConfabOptionField *field = CONFAB_OPTION_FIELD (object);
  const ConfabProviderOption option = confab_option_field_get_option (field);
  GtkEditable *text;

  if (option == CONFAB_PROVIDER_OPTION_PINNED_CERTIFICATE)
    add_fingerprint_row (self);

  self->entry = adw_entry_row_new ();
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
  confab_option_field_add_row (field, self->entry);

  text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  if (GTK_IS_TEXT (text))
    gtk_text_set_placeholder_text (GTK_TEXT (text), confab_option_field_get_example (field));

  /* What was pinned and makes no sense can be seen in the entry. */
  if (self->set_row == NULL)
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->entry),
                              confab_option_field_new_clear (field, _("Remove"), TRUE));

  if (confab_provider_option_get_kind (option) == CONFAB_PROVIDER_OPTION_KIND_SECONDS)
    {
      adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->entry), GTK_INPUT_PURPOSE_NUMBER);
      self->unit = GTK_LABEL (gtk_label_new (NULL));
      gtk_widget_add_css_class (GTK_WIDGET (self->unit), "dim-label");
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->entry), GTK_WIDGET (self->unit));
      update_unit (self);
    }

  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  /* Enter is the one or the other, whether something was typed since the entry was left or before. */
  g_signal_connect_object (self->entry, "apply", G_CALLBACK (confab_option_field_commit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "entry-activated", G_CALLBACK (confab_option_field_commit),
                           self, G_CONNECT_SWAPPED);

  G_OBJECT_CLASS (confab_option_entry_parent_class)->constructed (object);
}

static void
confab_option_entry_class_init (ConfabOptionEntryClass *klass)
{
  ConfabOptionFieldClass *field_class = CONFAB_OPTION_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = confab_option_entry_constructed;
  field_class->show = confab_option_entry_show;
  field_class->dup_text = confab_option_entry_dup_text;
  field_class->mark = confab_option_entry_mark;
}

static void
confab_option_entry_init (ConfabOptionEntry *self)
{
}
