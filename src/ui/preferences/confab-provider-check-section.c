/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-check-section"

#include "config.h"

#include "confab-provider-check-section.h"

#include "confab-check-step-row.h"
#include "confab-check-words.h"
#include "confab-provider-certificate-section.h"
#include "confab-provider-status.h"

#include <glib/gi18n.h>

/**
 * ConfabProviderCheckSection:
 *
 * What the last check or use came to, and the next one: everything that has to go well until the
 * provider answers, step by step.
 */
struct _ConfabProviderCheckSection
{
  ConfabProviderSection             parent_instance;

  /* template */
  AdwActionRow                     *check_row;
  GtkWidget                        *now_button;
  GtkWidget                        *test_button;
  GtkToggleButton                  *fold_button;
  GtkWidget                        *report_box;
  GtkBox                           *steps;
  GtkWidget                        *stop_button;
  GtkWidget                        *copy_button;
  GtkLabel                         *copied;
  GtkLabel                         *announcement;

  ConfabProviderCertificateSection *certificate_section;  /* borrowed, a child */

  ConfabCheckReport                *report;   /* owned, nullable: of the last walk */
  GCancellable                     *walking;  /* owned, nullable: ends it */
};

G_DEFINE_FINAL_TYPE (ConfabProviderCheckSection, confab_provider_check_section, CONFAB_TYPE_PROVIDER_SECTION)

static gboolean
is_walking (ConfabProviderCheckSection *self)
{
  return self->report != NULL && confab_check_report_get_running (self->report);
}

static void
update_report (ConfabProviderCheckSection *self)
{
  const gboolean walking = is_walking (self);
  const gboolean unfolded = gtk_toggle_button_get_active (self->fold_button);

  gtk_widget_set_visible (GTK_WIDGET (self->fold_button), self->report != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold_button), GTK_ACCESSIBLE_STATE_EXPANDED, unfolded, -1);
  gtk_widget_set_visible (self->report_box, self->report != NULL && unfolded);
  gtk_widget_set_visible (self->stop_button, walking);
  gtk_widget_set_visible (self->copy_button, !walking);
}

/* Ends what is under way, and what was found no longer counts. */
static void
forget_report (ConfabProviderCheckSection *self)
{
  GtkWidget *row;

  if (self->report == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->report, self);
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    g_signal_handlers_disconnect_by_data (confab_check_report_get_step (self->report, (ConfabCheckStepKind) i), self);
  g_cancellable_cancel (self->walking);
  g_clear_object (&self->walking);
  g_clear_object (&self->report);

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_box_remove (self->steps, row);
  gtk_label_set_label (self->copied, "");
  gtk_label_set_label (self->announcement, "");
  confab_provider_certificate_section_set (self->certificate_section, NULL);
}

static void
confab_provider_check_section_update (ConfabProviderSection *section)
{
  ConfabProviderCheckSection *self = CONFAB_PROVIDER_CHECK_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);
  const gboolean checking = confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_CHECKING;
  g_autofree char *check = NULL;

  /* It is checked anew because something about it is another now. */
  if (checking)
    forget_report (self);

  check = is_walking (self) ? g_strdup (_("Checking…")) : confab_provider_status_dup_check (provider);
  adw_action_row_set_subtitle (self->check_row, check);
  gtk_widget_set_visible (self->now_button, confab_provider_get_retry_at_us (provider) > g_get_real_time ());
  gtk_widget_set_sensitive (self->test_button, !checking && !is_walking (self));
  update_report (self);
}

static void
on_now_clicked_cb (ConfabProviderCheckSection *self)
{
  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (self), NULL);
  confab_provider_try_now (confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)));
}

/* Those who do not see the steps hear how each of them went. */
static void
on_step_state_changed_cb (ConfabProviderCheckSection *self,
                          GParamSpec                 *pspec,
                          ConfabCheckStep            *step)
{
  g_autofree char *line = NULL;

  switch (confab_check_step_get_state (step))
    {
    case CONFAB_CHECK_STEP_PASSED:
    case CONFAB_CHECK_STEP_FAILED:
      line = confab_check_words_line (step);
      gtk_label_set_label (self->announcement, line);
      break;

    case CONFAB_CHECK_STEP_WAITING:
    case CONFAB_CHECK_STEP_RUNNING:
    case CONFAB_CHECK_STEP_SKIPPED:
    default:
      break;
    }
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root != NULL && gtk_root_get_focus (root) == widget;
}

static void
on_running_changed_cb (ConfabProviderCheckSection *self)
{
  ConfabCheckStep *step = confab_check_report_get_step (self->report, CONFAB_CHECK_STEP_TLS);
  const gboolean focused = has_focus (self->stop_button);

  if (is_walking (self))
    return;

  confab_provider_section_update (CONFAB_PROVIDER_SECTION (self));
  if (focused)
    gtk_widget_grab_focus (self->test_button);
  if (confab_check_step_get_state (step) == CONFAB_CHECK_STEP_FAILED)
    confab_provider_certificate_section_set (self->certificate_section,
                                             confab_check_report_get_certificate (self->report));
}

static void
on_test_clicked_cb (ConfabProviderCheckSection *self)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);
  const gboolean focused = has_focus (self->test_button);

  confab_provider_section_tell (section, NULL);
  forget_report (self);
  self->report = confab_check_report_new ();
  self->walking = g_cancellable_new ();
  for (guint i = 0; i < CONFAB_N_CHECK_STEPS; i++)
    {
      ConfabCheckStep *step = confab_check_report_get_step (self->report, (ConfabCheckStepKind) i);

      gtk_box_append (self->steps, confab_check_step_row_new (step));
      g_signal_connect_object (step, "notify::state", G_CALLBACK (on_step_state_changed_cb), self, G_CONNECT_SWAPPED);
    }

  /* The report and the provider tell how it goes; there is nothing else to be told. */
  confab_registry_walk_async (confab_provider_section_get_registry (section),
                              confab_provider_section_get_provider (section), self->report, self->walking, NULL, NULL);
  g_signal_connect_object (self->report, "notify::running", G_CALLBACK (on_running_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_toggle_button_set_active (self->fold_button, TRUE);
  confab_provider_section_update (section);
  if (focused && is_walking (self))
    gtk_widget_grab_focus (self->stop_button);
}

static void
on_stop_clicked_cb (ConfabProviderCheckSection *self)
{
  g_cancellable_cancel (self->walking);
}

static void
on_copy_clicked_cb (ConfabProviderCheckSection *self)
{
  g_autofree char *text = confab_check_report_dup_text (self->report);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_label_set_label (self->copied, _("Copied"));
}

static gboolean
confab_provider_check_section_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CONFAB_PROVIDER_CHECK_SECTION (widget)->test_button);
}

static void
confab_provider_check_section_constructed (GObject *object)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (object);
  GtkWidget *certificate_section = confab_provider_certificate_section_new (
    confab_provider_section_get_registry (section), confab_provider_section_get_provider (section));

  CONFAB_PROVIDER_CHECK_SECTION (object)->certificate_section =
    CONFAB_PROVIDER_CERTIFICATE_SECTION (certificate_section);
  gtk_box_append (GTK_BOX (object), certificate_section);

  G_OBJECT_CLASS (confab_provider_check_section_parent_class)->constructed (object);
}

static void
confab_provider_check_section_dispose (GObject *object)
{
  ConfabProviderCheckSection *self = CONFAB_PROVIDER_CHECK_SECTION (object);

  /* Nobody is left to see how it goes. */
  forget_report (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_CHECK_SECTION);

  G_OBJECT_CLASS (confab_provider_check_section_parent_class)->dispose (object);
}

static void
confab_provider_check_section_class_init (ConfabProviderCheckSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = confab_provider_check_section_constructed;
  G_OBJECT_CLASS (klass)->dispose = confab_provider_check_section_dispose;
  widget_class->grab_focus = confab_provider_check_section_grab_focus;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_check_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-check-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, check_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, now_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, test_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, fold_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, report_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, steps);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, stop_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, copy_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, copied);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCheckSection, announcement);
  gtk_widget_class_bind_template_callback (widget_class, on_now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_report);
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
