/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picker-box"

#include "config.h"

#include "confab-picker-box.h"

/**
 * ConfabPickerBox:
 *
 * A row of pickers, of which the first matters most. Where there is no room for all of them as they
 * are, the others become as short as they can, and the first gets what is left.
 *
 * A box would give each a part of the room, which is too little for one and wasted by another.
 */
struct _ConfabPickerBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ConfabPickerBox, confab_picker_box, GTK_TYPE_WIDGET)

static void
confab_picker_box_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum += child_minimum;
          *natural += child_natural;
        }
      else
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static void
confab_picker_box_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int needed = 0;
  int wanted = 0;
  int x = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &needed, &wanted, NULL, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum;
      int natural;
      int own;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      if (wanted <= width)
        own = natural;
      else if (x == 0)
        own = CLAMP (width - (needed - minimum), minimum, natural);
      else
        own = minimum;
      gtk_widget_size_allocate (child, &(GtkAllocation) { is_rtl ? width - x - own : x, 0, own, height }, -1);
      x += own;
    }
}

static void
confab_picker_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (confab_picker_box_parent_class)->dispose (object);
}

static void
confab_picker_box_class_init (ConfabPickerBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_picker_box_dispose;
  widget_class->measure = confab_picker_box_measure;
  widget_class->size_allocate = confab_picker_box_size_allocate;
}

static void
confab_picker_box_init (ConfabPickerBox *self)
{
}

/**
 * confab_picker_box_append:
 * @picker: another one
 *
 * Puts it behind those that are there.
 */
void
confab_picker_box_append (ConfabPickerBox *self,
                          GtkWidget       *picker)
{
  g_return_if_fail (CONFAB_IS_PICKER_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (picker));

  gtk_widget_set_parent (picker, GTK_WIDGET (self));
}
