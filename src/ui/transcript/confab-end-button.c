/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-end-button"

#include "config.h"

#include "confab-end-button.h"

#include <glib/gi18n-lib.h>

/* Whoever is this near to the end, as a part of what is in sight, reads what the button would lie on,
 * and is there with one turn of the wheel. */
#define NEAR 0.25

/**
 * ConfabEndButton:
 *
 * Leads to the newest text while that is out of sight, and says when there is more of it.
 */
struct _ConfabEndButton
{
  GtkWidget      parent_instance;

  /* template */
  GtkRevealer   *revealer;
  GtkWidget     *button;
  GtkWidget     *label;

  GtkAdjustment *adjustment;  /* owned, nullable */
  guint          is_away : 1;
};

enum { SIGNAL_CLICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabEndButton, confab_end_button, GTK_TYPE_WIDGET)

static gboolean
is_near (ConfabEndButton *self)
{
  double page;

  if (self->adjustment == NULL)
    return FALSE;

  page = gtk_adjustment_get_page_size (self->adjustment);

  return gtk_adjustment_get_upper (self->adjustment) - page - gtk_adjustment_get_value (self->adjustment) <
         page * NEAR;
}

static void
update (ConfabEndButton *self)
{
  const gboolean shown = self->is_away && (gtk_widget_get_visible (self->label) || !is_near (self));

  if (shown)
    gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, shown);
}

/* Out of sight it must not be found by the keyboard or a screen reader either. */
static void
on_child_revealed_cb (ConfabEndButton *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer) && !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
on_clicked_cb (ConfabEndButton *self)
{
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

static void
confab_end_button_dispose (GObject *object)
{
  ConfabEndButton *self = CONFAB_END_BUTTON (object);

  g_clear_object (&self->adjustment);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_END_BUTTON);

  G_OBJECT_CLASS (confab_end_button_parent_class)->dispose (object);
}

static void
confab_end_button_class_init (ConfabEndButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_end_button_dispose;

  /**
   * ConfabEndButton::clicked:
   *
   * The person wants to see the newest text.
   */
  signals[SIGNAL_CLICKED] =
    g_signal_new ("clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-end-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabEndButton, revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabEndButton, button);
  gtk_widget_class_bind_template_child (widget_class, ConfabEndButton, label);
  gtk_widget_class_bind_template_callback (widget_class, on_child_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked_cb);
}

static void
confab_end_button_init (ConfabEndButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_end_button_follow:
 * @adjustment: what says how far the end is
 *
 * Called once.
 */
void
confab_end_button_follow (ConfabEndButton *self,
                          GtkAdjustment   *adjustment)
{
  g_return_if_fail (CONFAB_IS_END_BUTTON (self));
  g_return_if_fail (GTK_IS_ADJUSTMENT (adjustment));
  g_return_if_fail (self->adjustment == NULL);

  self->adjustment = g_object_ref (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * confab_end_button_set_at_end:
 * @at_end: whether the newest text is in sight
 */
void
confab_end_button_set_at_end (ConfabEndButton *self,
                              gboolean         at_end)
{
  g_return_if_fail (CONFAB_IS_END_BUTTON (self));

  self->is_away = !at_end;
  if (at_end)
    confab_end_button_set_has_new (self, FALSE);
  update (self);
}

/**
 * confab_end_button_set_has_new:
 * @has_new: whether there is more text than when the reader left the end
 *
 * Says that there is something new, while the reader is elsewhere.
 */
void
confab_end_button_set_has_new (ConfabEndButton *self,
                               gboolean         has_new)
{
  g_return_if_fail (CONFAB_IS_END_BUTTON (self));

  if (gtk_widget_get_visible (self->label) == has_new)
    return;

  gtk_widget_set_visible (self->label, has_new);
  if (has_new)
    {
      gtk_widget_remove_css_class (self->button, "circular");
      gtk_widget_add_css_class (self->button, "pill");
    }
  else
    {
      gtk_widget_remove_css_class (self->button, "pill");
      gtk_widget_add_css_class (self->button, "circular");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  has_new ? _("New text below") : _("Go to the newest text"), -1);
  update (self);
}
