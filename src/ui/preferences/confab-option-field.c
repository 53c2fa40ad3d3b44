/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-option-field"

#include "config.h"

#include "confab-option-field.h"

#include "confab-redact.h"

#include <glib/gi18n.h>

/**
 * ConfabOptionField:
 *
 * One option of a provider: how it is asked for, and below it the sentence that says what is wrong.
 *
 * What is typed is looked at with every letter, and stays until it is applied or taken back, whatever
 * becomes of the option elsewhere.
 */
typedef struct
{
  ConfabProviderOption  option;
  GtkListBox           *list;      /* borrowed, a child */
  GtkWidget            *clear;     /* borrowed, a child; NULL without one */
  gboolean              for_unseen;  /* there is one only for what cannot be seen */
  char                 *shown;     /* owned, nullable: what there was before anybody typed */
  char                 *sent;      /* owned, nullable: what was typed when it was applied */
  GError               *failure;   /* owned, nullable: of what is typed, or what was tried last */
  gboolean              showing;   /* what changes is no typing */
} ConfabOptionFieldPrivate;

enum { PROP_0, PROP_OPTION, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConfabOptionField, confab_option_field, CONFAB_TYPE_PROVIDER_SECTION)

static char *
dup_text (ConfabOptionField *self)
{
  ConfabOptionFieldClass *klass = CONFAB_OPTION_FIELD_GET_CLASS (self);

  return klass->dup_text != NULL ? klass->dup_text (self) : NULL;
}

static gboolean
is_edited (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  g_autofree char *text = dup_text (self);

  return g_strcmp0 (text, priv->shown) != 0;
}

static gboolean
has_focus (ConfabOptionField *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && GTK_IS_EDITABLE (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Who wrote a key where none belongs finds it in the file: here it would be seen over a shoulder.
 * Headers that are refused mostly are so for having one. */
static gboolean
can_be_shown (ConfabProviderOption  option,
              const char           *text,
              gboolean              good)
{
  return good || (confab_provider_option_get_kind (option) != CONFAB_PROVIDER_OPTION_KIND_LINES &&
                  !confab_redact_has_key (text));
}

static void
show (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_autofree char *text = confab_provider_dup_option (provider, priv->option);

  if (text != NULL &&
      !can_be_shown (priv->option, text, confab_provider_check_option (provider, priv->option, NULL)))
    g_clear_pointer (&text, g_free);

  priv->showing = TRUE;
  CONFAB_OPTION_FIELD_GET_CLASS (self)->show (self, text);
  priv->showing = FALSE;

  g_free (priv->shown);
  priv->shown = dup_text (self);
}

/* Says what is wrong: with what is typed or was tried, else with what the file has. */
static void
tell (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabOptionFieldClass *klass = CONFAB_OPTION_FIELD_GET_CLASS (self);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  const gboolean edited = is_edited (self);
  g_autoptr(GError) stored = NULL;
  const GError *error;

  confab_provider_check_option (provider, priv->option, &stored);
  error = priv->failure != NULL ? priv->failure : edited ? NULL : stored;

  if (priv->clear != NULL)
    {
      g_autofree char *text = confab_provider_dup_option (provider, priv->option);
      const gboolean seen = priv->shown != NULL && *priv->shown != '\0';

      gtk_widget_set_visible (priv->clear, priv->for_unseen ? stored != NULL && !seen
                                                            : text != NULL || stored != NULL);
    }
  if (klass->mark != NULL)
    klass->mark (self, edited, error != NULL);
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), error);
}

static void
confab_option_field_update (ConfabProviderSection *section)
{
  ConfabOptionField *self = CONFAB_OPTION_FIELD (section);
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabProviderType *type = confab_provider_get_provider_type (confab_provider_section_get_provider (section));

  gtk_widget_set_visible (GTK_WIDGET (self), confab_provider_option_applies (priv->option, type));
  if (!is_edited (self) && !has_focus (self))
    show (self);
  tell (self);
}

static void
on_options_changed_cb (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  if (!is_edited (self))
    g_clear_error (&priv->failure);
  confab_option_field_update (CONFAB_PROVIDER_SECTION (self));
}

static void
set_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(ConfabOptionField) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  confab_registry_set_option_finish (CONFAB_REGISTRY (object), result, &error);

  /* It is gone, and there is nobody to tell. */
  if (confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)) == NULL)
    return;

  g_clear_error (&priv->failure);
  text = dup_text (self);

  /* What was typed since then is looked at for itself. */
  if (g_strcmp0 (text, priv->sent) != 0)
    {
      confab_option_field_touch (self);
      return;
    }

  /* What was not typed is chosen again as easily. */
  if (error == NULL || text == NULL)
    show (self);
  priv->failure = g_steal_pointer (&error);
  tell (self);
}

static void
on_clear_clicked_cb (ConfabOptionField *self)
{
  confab_option_field_revert (self);
  confab_option_field_apply (self, NULL);
}

static void
on_focus_left_cb (ConfabOptionField *self)
{
  /* It is also left when it goes. */
  if (confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)) != NULL)
    confab_option_field_update (CONFAB_PROVIDER_SECTION (self));
}

static void
confab_option_field_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (CONFAB_OPTION_FIELD (object));

  switch (prop_id)
    {
    case PROP_OPTION:
      priv->option = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_option_field_constructed (GObject *object)
{
  ConfabOptionField *self = CONFAB_OPTION_FIELD (object);
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  GtkEventController *focus = gtk_event_controller_focus_new ();

  priv->shown = dup_text (self);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_object (provider, "options-changed", G_CALLBACK (on_options_changed_cb), self, G_CONNECT_SWAPPED);

  G_OBJECT_CLASS (confab_option_field_parent_class)->constructed (object);
}

static void
confab_option_field_finalize (GObject *object)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (CONFAB_OPTION_FIELD (object));

  g_clear_pointer (&priv->shown, g_free);
  g_clear_pointer (&priv->sent, g_free);
  g_clear_error (&priv->failure);

  G_OBJECT_CLASS (confab_option_field_parent_class)->finalize (object);
}

static void
confab_option_field_class_init (ConfabOptionFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_option_field_set_property;
  object_class->constructed = confab_option_field_constructed;
  object_class->finalize = confab_option_field_finalize;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_option_field_update;

  props[PROP_OPTION] =
    g_param_spec_uint ("option", NULL, NULL, 0, CONFAB_N_PROVIDER_OPTIONS - 1, 0,
                       G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_option_field_init (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  priv->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (priv->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (priv->list), "rows");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (priv->list));
}

/**
 * confab_option_field_get_option:
 *
 * Returns: which option it is
 */
ConfabProviderOption
confab_option_field_get_option (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  return priv->option;
}

/**
 * confab_option_field_get_example:
 *
 * Returns: (transfer none) (nullable): what its text may look like
 */
const char *
confab_option_field_get_example (ConfabOptionField *self)
{
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));

  return confab_provider_option_get_example (confab_option_field_get_option (self),
                                             confab_provider_get_provider_type (provider));
}

/**
 * confab_option_field_add_row:
 * @row: a row, which gets the title of the option
 *
 * Adds a row above the sentence.
 */
void
confab_option_field_add_row (ConfabOptionField *self,
                             GtkWidget         *row)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_provider_option_get_title (priv->option));
  gtk_list_box_append (priv->list, row);
}

/**
 * confab_option_field_new_clear:
 * @label: what it is called for a person
 * @for_unseen: it is there only while the file has something unusable that the field does not show,
 *   and otherwise while the option is set
 *
 * Returns: (transfer floating): the button that unsets the option, one at most
 */
GtkWidget *
confab_option_field_new_clear (ConfabOptionField *self,
                               const char        *label,
                               gboolean           for_unseen)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  GtkWidget *button = gtk_button_new_with_label (label);
  /* Translators: what a button does, and the title of the setting that it does it with */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), label, confab_provider_option_get_title (priv->option));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clear_clicked_cb), self, G_CONNECT_SWAPPED);
  priv->clear = button;
  priv->for_unseen = for_unseen;

  return button;
}

/**
 * confab_option_field_touch:
 *
 * For when somebody typed: says whether that can be used.
 */
void
confab_option_field_touch (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_autofree char *text = NULL;

  if (priv->showing || provider == NULL)
    return;

  text = dup_text (self);
  g_clear_error (&priv->failure);
  if (g_strcmp0 (text, priv->shown) != 0)
    confab_provider_option_check (priv->option, confab_provider_get_provider_type (provider), text, NULL,
                                  &priv->failure);
  tell (self);
}

/**
 * confab_option_field_commit:
 *
 * Sets the option to what is typed, if that is something else and can be used.
 */
void
confab_option_field_commit (ConfabOptionField *self)
{
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_autofree char *text = NULL;

  if (provider == NULL || !is_edited (self))
    return;

  text = dup_text (self);
  if (confab_provider_option_check (confab_option_field_get_option (self),
                                    confab_provider_get_provider_type (provider), text, NULL, NULL))
    confab_option_field_apply (self, text);
}

/**
 * confab_option_field_apply:
 * @text: (nullable): what to set the option to; %NULL unsets it
 *
 * Sets the option, and says so below it when that cannot be.
 */
void
confab_option_field_apply (ConfabOptionField *self,
                           const char        *text)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  if (priv->showing)
    return;

  g_free (priv->sent);
  priv->sent = dup_text (self);
  /* What was meant is written, even when the window closes meanwhile. */
  confab_registry_set_option_async (confab_provider_section_get_registry (section),
                                    confab_provider_section_get_provider (section), priv->option, text,
                                    NULL, set_cb, g_object_ref (self));
}

/**
 * confab_option_field_revert:
 *
 * Takes back what was typed.
 */
void
confab_option_field_revert (ConfabOptionField *self)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  g_clear_error (&priv->failure);
  show (self);
  tell (self);
}

/**
 * confab_option_field_fail:
 * @error: (nullable): what went wrong; %NULL if nothing did
 *
 * Says what became of something that was tried.
 */
void
confab_option_field_fail (ConfabOptionField *self,
                          const GError      *error)
{
  ConfabOptionFieldPrivate *priv = confab_option_field_get_instance_private (self);

  g_clear_error (&priv->failure);
  priv->failure = error != NULL ? g_error_copy (error) : NULL;
  tell (self);
}
