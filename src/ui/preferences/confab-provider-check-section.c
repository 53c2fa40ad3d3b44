/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-check-section"

#include "config.h"

#include "confab-provider-check-section.h"

#include "confab-provider-status.h"

/**
 * ConfabProviderCheckSection:
 *
 * What the last check or use came to, and the next one.
 */
struct _ConfabProviderCheckSection
{
  ConfabProviderSection  parent_instance;

  /* template */
  AdwActionRow          *check_row;
  GtkWidget             *now_button;
  GtkWidget             *test_button;
};

G_DEFINE_FINAL_TYPE (ConfabProviderCheckSection, confab_provider_check_section, CONFAB_TYPE_PROVIDER_SECTION)

static void
confab_provider_check_section_update (ConfabProviderSection *section)
{
  ConfabProviderCheckSection *self = CONFAB_PROVIDER_CHECK_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);
  g_autofree char *check = confab_provider_status_dup_check (provider);

  adw_action_row_set_subtitle (self->check_row, check);
  gtk_widget_set_visible (self->now_button, confab_provider_get_retry_at_us (provider) > g_get_real_time ());
  gtk_widget_set_sensitive (self->test_button,
                            confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_CHECKING);
}

static void
check_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_check_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What the provider remembers, the row says already. */
  if (error != NULL && confab_provider_get_error (confab_provider_section_get_provider (user_data)) != NULL)
    g_clear_error (&error);
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (user_data), error);
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (user_data));
}

static void
on_now_clicked_cb (ConfabProviderCheckSection *self)
{
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), NULL);
  confab_provider_try_now (confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)));
}

static void
on_test_clicked_cb (ConfabProviderCheckSection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  confab_provider_section_tell (section, NULL);
  confab_registry_check_async (confab_provider_section_get_registry (section),
                               confab_provider_section_get_provider (section),
                               confab_provider_section_get_cancellable (section), check_cb, self);
}

static gboolean
confab_provider_check_section_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CONFAB_PROVIDER_CHECK_SECTION (widget)->test_button);
}

static void
confab_provider_check_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_CHECK_SECTION);

  G_OBJECT_CLASS (confab_provider_check_section_parent_class)->dispose (object);
}

static void
confab_provider_check_section_class_init (ConfabProviderCheckSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_provider_check_section_dispose;
  widget_class->grab_focus = confab_provider_check_section_grab_focus;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_check_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-check-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, check_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, now_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, test_button);
  gtk_widget_class_bind_template_callback (widget_class, on_now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked_cb);
}

static void
confab_provider_check_section_init (ConfabProviderCheckSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_provider_check_section_new:
 * @registry: who checks providers
 * @provider: whom to check
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
confab_provider_check_section_new (ConfabRegistry *registry,
                                   ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_CHECK_SECTION, "registry", registry, "provider", provider, NULL);
}
