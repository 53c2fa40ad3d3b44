/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-check-step-row"

#include "config.h"

#include "confab-check-step-row.h"

#include <glib/gi18n.h>

/**
 * ConfabCheckStepRow:
 *
 * One step of a check, while it goes on and after: a mark and a word for how it went, how long it
 * took, and a sentence.
 */
struct _ConfabCheckStepRow
{
  GtkBox           parent_instance;

  /* template */
  GtkImage        *icon;
  GtkLabel        *title;
  GtkLabel        *outcome;
  GtkLabel        *sentence;

  ConfabCheckStep *step;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabCheckStepRow, confab_check_step_row, GTK_TYPE_BOX)

typedef struct
{
  const char *icon_name;
  const char *css_class;  /* nullable */
  const char *word;       /* translated */
} Look;

static Look
get_look (ConfabCheckStepState state)
{
  switch (state)
    {
    case CONFAB_CHECK_STEP_RUNNING:
      return (Look) { "content-loading-symbolic", NULL, _("Running…") };

    case CONFAB_CHECK_STEP_PASSED:
      return (Look) { "emblem-ok-symbolic", "success", C_("connection check", "Passed") };

    case CONFAB_CHECK_STEP_FAILED:
      return (Look) { "dialog-error-symbolic", "error", C_("connection check", "Failed") };

    case CONFAB_CHECK_STEP_SKIPPED:
      return (Look) { "action-unavailable-symbolic", NULL, C_("connection check", "Skipped") };

    case CONFAB_CHECK_STEP_WAITING:
    default:
      return (Look) { "content-loading-symbolic", NULL, C_("connection check", "Waiting") };
    }
}

static char *
dup_outcome (ConfabCheckStep *step,
             const char      *word)
{
  const gint64 duration_ms = confab_check_step_get_duration_ms (step);
  g_autofree char *duration = NULL;

  if (duration_ms < 0)
    return g_strdup (word);

  /* Of a hundredth of a second, which two decimals would tell as nothing. */
  if (duration_ms < 10)
    /* Translators: a duration in milliseconds, like 3 ms */
    duration = g_strdup_printf (_("%d ms"), (int) MAX (duration_ms, 1));
  else
    /* Translators: a duration in seconds, like 0.12 s */
    duration = g_strdup_printf (_("%.2f s"), duration_ms / 1000.0);

  return g_strdup_printf ("%s · %s", word, duration);
}

static void
update (ConfabCheckStepRow *self)
{
  const ConfabCheckStepState state = confab_check_step_get_state (self->step);
  const char *title = confab_check_step_get_title (self->step);
  const char *text = confab_check_step_get_text (self->step);
  const gboolean dim = state == CONFAB_CHECK_STEP_SKIPPED || state == CONFAB_CHECK_STEP_WAITING;
  const Look look = get_look (state);
  g_autofree char *outcome = dup_outcome (self->step, look.word);
  g_autofree char *name = g_strdup_printf ("%s: %s", title, outcome);

  gtk_image_set_from_icon_name (self->icon, look.icon_name);
  for (gsize i = 0; i < 2; i++)
    {
      GtkWidget *coloured = i == 0 ? GTK_WIDGET (self->icon) : GTK_WIDGET (self->outcome);

      gtk_widget_remove_css_class (coloured, "success");
      gtk_widget_remove_css_class (coloured, "error");
      if (look.css_class != NULL)
        gtk_widget_add_css_class (coloured, look.css_class);
    }
  if (dim)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dim-label");

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->outcome, outcome);
  gtk_label_set_label (self->sentence, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
}

static void
confab_check_step_row_dispose (GObject *object)
{
  ConfabCheckStepRow *self = CONFAB_CHECK_STEP_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_CHECK_STEP_ROW);
  if (self->step != NULL)
    g_signal_handlers_disconnect_by_data (self->step, self);
  g_clear_object (&self->step);

  G_OBJECT_CLASS (confab_check_step_row_parent_class)->dispose (object);
}

static void
confab_check_step_row_class_init (ConfabCheckStepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_check_step_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (widget_class, "checkstep");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-check-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabCheckStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabCheckStepRow, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabCheckStepRow, outcome);
  gtk_widget_class_bind_template_child (widget_class, ConfabCheckStepRow, sentence);
}

static void
confab_check_step_row_init (ConfabCheckStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_check_step_row_new:
 * @step: what to show, and to follow
 *
 * Returns: (transfer floating): the line
 */
GtkWidget *
confab_check_step_row_new (ConfabCheckStep *step)
{
  ConfabCheckStepRow *self;

  g_return_val_if_fail (CONFAB_IS_CHECK_STEP (step), NULL);

  self = g_object_new (CONFAB_TYPE_CHECK_STEP_ROW, NULL);
  self->step = g_object_ref (step);
  g_signal_connect_object (step, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
