/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-section"

#include "config.h"

#include "confab-provider-section.h"

#include "confab-failure-text.h"
#include "confab-tooltip-names.h"

/**
 * ConfabProviderSection:
 *
 * A part of the body of a provider's card: some rows, and below them what went wrong when they were
 * used last.
 */
typedef struct
{
  ConfabRegistry *registry;     /* owned */
  ConfabProvider *provider;     /* owned */
  GCancellable   *cancellable;  /* owned, fires when the section goes */
  GtkLabel       *trouble;      /* borrowed, a child; NULL until there is something to say */
} ConfabProviderSectionPrivate;

enum { PROP_0, PROP_REGISTRY, PROP_PROVIDER, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConfabProviderSection, confab_provider_section, GTK_TYPE_BOX)

static void
change_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_change_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (user_data), error);
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (user_data));
}

static void
confab_provider_section_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  ConfabProviderSectionPrivate *priv =
    confab_provider_section_get_instance_private (CONFAB_PROVIDER_SECTION (object));

  switch (prop_id)
    {
    case PROP_REGISTRY:
      priv->registry = g_value_dup_object (value);
      break;

    case PROP_PROVIDER:
      priv->provider = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_provider_section_constructed (GObject *object)
{
  ConfabProviderSection *self = CONFAB_PROVIDER_SECTION (object);
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  G_OBJECT_CLASS (confab_provider_section_parent_class)->constructed (object);

  confab_tooltip_names_give (GTK_WIDGET (self));
  g_signal_connect_object (priv->provider, "notify", G_CALLBACK (confab_provider_section_update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_provider_get_models (priv->provider), "items-changed",
                           G_CALLBACK (confab_provider_section_update), self, G_CONNECT_SWAPPED);
  confab_provider_section_update (self);
}

static void
confab_provider_section_dispose (GObject *object)
{
  ConfabProviderSectionPrivate *priv =
    confab_provider_section_get_instance_private (CONFAB_PROVIDER_SECTION (object));

  g_cancellable_cancel (priv->cancellable);
  if (priv->provider != NULL)
    {
      g_signal_handlers_disconnect_by_data (priv->provider, object);
      g_signal_handlers_disconnect_by_data (confab_provider_get_models (priv->provider), object);
    }
  g_clear_object (&priv->registry);
  g_clear_object (&priv->provider);

  G_OBJECT_CLASS (confab_provider_section_parent_class)->dispose (object);
}

static void
confab_provider_section_finalize (GObject *object)
{
  ConfabProviderSectionPrivate *priv =
    confab_provider_section_get_instance_private (CONFAB_PROVIDER_SECTION (object));

  g_clear_object (&priv->cancellable);

  G_OBJECT_CLASS (confab_provider_section_parent_class)->finalize (object);
}

static void
confab_provider_section_class_init (ConfabProviderSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = confab_provider_section_set_property;
  object_class->constructed = confab_provider_section_constructed;
  object_class->dispose = confab_provider_section_dispose;
  object_class->finalize = confab_provider_section_finalize;

  props[PROP_REGISTRY] = g_param_spec_object ("registry", NULL, NULL, CONFAB_TYPE_REGISTRY, flags);
  props[PROP_PROVIDER] = g_param_spec_object ("provider", NULL, NULL, CONFAB_TYPE_PROVIDER, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_provider_section_init (ConfabProviderSection *self)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  priv->cancellable = g_cancellable_new ();
}

/**
 * confab_provider_section_get_registry:
 *
 * Returns: (transfer none): who changes the provider
 */
ConfabRegistry *
confab_provider_section_get_registry (ConfabProviderSection *self)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  return priv->registry;
}

/**
 * confab_provider_section_get_provider:
 *
 * Returns: (transfer none): whom it is about
 */
ConfabProvider *
confab_provider_section_get_provider (ConfabProviderSection *self)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  return priv->provider;
}

/**
 * confab_provider_section_get_cancellable:
 *
 * Returns: (transfer none): fires when the section goes
 */
GCancellable *
confab_provider_section_get_cancellable (ConfabProviderSection *self)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  return priv->cancellable;
}

/**
 * confab_provider_section_update:
 *
 * Shows what the provider is now.
 */
void
confab_provider_section_update (ConfabProviderSection *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_SECTION (self));

  CONFAB_PROVIDER_SECTION_GET_CLASS (self)->update (self);
}

/**
 * confab_provider_section_change:
 * @field: what to change
 * @value: (nullable): what to
 *
 * Changes the provider, and says so below the rows when that cannot be.
 */
void
confab_provider_section_change (ConfabProviderSection *self,
                                ConfabProviderField    field,
                                const char            *value)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);

  g_return_if_fail (CONFAB_IS_PROVIDER_SECTION (self));

  confab_registry_change_async (priv->registry, priv->provider, field, value, priv->cancellable, change_cb, self);
}

/**
 * confab_provider_section_tell:
 * @error: (nullable): what went wrong; %NULL if nothing did
 *
 * Says below the rows what became of what a person did.
 */
void
confab_provider_section_tell (ConfabProviderSection *self,
                              const GError          *error)
{
  ConfabProviderSectionPrivate *priv = confab_provider_section_get_instance_private (self);
  g_autofree char *sentence = NULL;

  g_return_if_fail (CONFAB_IS_PROVIDER_SECTION (self));

  if (error == NULL && priv->trouble == NULL)
    return;

  if (priv->trouble == NULL)
    {
      /* Read out as soon as it says something. */
      priv->trouble = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
      gtk_label_set_wrap (priv->trouble, TRUE);
      gtk_label_set_wrap_mode (priv->trouble, PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (priv->trouble, 0);
      gtk_widget_add_css_class (GTK_WIDGET (priv->trouble), "error");
      gtk_widget_add_css_class (GTK_WIDGET (priv->trouble), "trouble");
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (priv->trouble));
    }

  if (error != NULL)
    sentence = confab_failure_text_summary (
      error, confab_provider_get_name (priv->provider),
      confab_provider_type_get_key_page (confab_provider_get_provider_type (priv->provider)));
  gtk_label_set_label (priv->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->trouble), sentence != NULL);
}

/**
 * confab_provider_section_set_entry:
 * @entry: an entry, or a row that is one
 * @text: (nullable): what it says
 *
 * Fills an entry, unless somebody types into it: that is not overwritten by what another program, or
 * the provider, says.
 */
void
confab_provider_section_set_entry (GtkEditable *entry,
                                   const char  *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (entry));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (entry)))
    return;

  if (g_strcmp0 (gtk_editable_get_text (entry), text != NULL ? text : "") != 0)
    gtk_editable_set_text (entry, text != NULL ? text : "");
}
