/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-wrap-box"

#include "config.h"

#include "confab-wrap-box.h"

/* In pixels: between the two when they are beside each other, and below each other. */
#define COLUMN_SPACING 12
#define ROW_SPACING 3

/* What of the first has to fit beside the second. More of its text may be in further lines. */
#define MIN_FIRST_WIDTH 200

/**
 * ConfabWrapBox:
 *
 * Two children: the second at the end of the line where there is room, and below the first where
 * there is none. Depends on nothing but the width, so that it holds for narrow windows and for large
 * text alike.
 */
struct _ConfabWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ConfabWrapBox, confab_wrap_box, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *first;
  GtkWidget *second;    /* nullable, if there is none to be seen */
  int        second_width;
  gboolean   beside;
} Plan;

static void
make_plan (GtkWidget *widget,
           int        width,
           Plan      *plan)
{
  int natural;

  plan->first = gtk_widget_get_first_child (widget);
  plan->second = gtk_widget_get_next_sibling (plan->first);
  plan->second_width = 0;
  plan->beside = FALSE;
  if (!gtk_widget_should_layout (plan->second))
    {
      plan->second = NULL;
      return;
    }

  gtk_widget_measure (plan->first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_measure (plan->second, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &plan->second_width, NULL, NULL);
  plan->beside = width < 0 || MIN (natural, MIN_FIRST_WIDTH) + COLUMN_SPACING + plan->second_width <= width;
}

static GtkSizeRequestMode
confab_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
confab_wrap_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  Plan plan;
  int minimums[2] = { 0, 0 };
  int naturals[2] = { 0, 0 };

  make_plan (widget, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1, &plan);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (plan.first, orientation, -1, &minimums[0], &naturals[0], NULL, NULL);
      if (plan.second != NULL)
        gtk_widget_measure (plan.second, orientation, -1, &minimums[1], &naturals[1], NULL, NULL);
      *minimum = MAX (minimums[0], minimums[1]);
      *natural = naturals[0] + (plan.second != NULL ? COLUMN_SPACING + naturals[1] : 0);
      return;
    }

  gtk_widget_measure (plan.first, orientation,
                      plan.beside && for_size >= 0 ? for_size - COLUMN_SPACING - plan.second_width : for_size,
                      &minimums[0], &naturals[0], NULL, NULL);
  if (plan.second != NULL)
    gtk_widget_measure (plan.second, orientation, plan.beside ? plan.second_width : for_size,
                        &minimums[1], &naturals[1], NULL, NULL);
  if (plan.second == NULL || plan.beside)
    {
      *minimum = MAX (minimums[0], minimums[1]);
      *natural = MAX (naturals[0], naturals[1]);
    }
  else
    {
      *minimum = minimums[0] + ROW_SPACING + minimums[1];
      *natural = naturals[0] + ROW_SPACING + naturals[1];
    }
}

static void
place (GtkWidget *child,
       int        width_of_all,
       int        start,
       int        y,
       int        width,
       int        height)
{
  const gboolean mirrored = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { mirrored ? width_of_all - start - width : start, y, width, height },
                            -1);
}

static void
confab_wrap_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  Plan plan;
  int first_height;

  make_plan (widget, width, &plan);

  if (plan.second == NULL)
    {
      place (plan.first, width, 0, 0, width, height);
    }
  else if (plan.beside)
    {
      const int first_width = width - COLUMN_SPACING - plan.second_width;

      place (plan.first, width, 0, 0, first_width, height);
      place (plan.second, width, first_width + COLUMN_SPACING, 0, plan.second_width, height);
    }
  else
    {
      gtk_widget_measure (plan.first, GTK_ORIENTATION_VERTICAL, width, NULL, &first_height, NULL, NULL);
      first_height = MIN (first_height, height);
      place (plan.first, width, 0, 0, width, first_height);
      place (plan.second, width, 0, MIN (first_height + ROW_SPACING, height), width,
             MAX (height - first_height - ROW_SPACING, 0));
    }
}

static void
confab_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (confab_wrap_box_parent_class)->dispose (object);
}

static void
confab_wrap_box_class_init (ConfabWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_wrap_box_dispose;
  widget_class->get_request_mode = confab_wrap_box_get_request_mode;
  widget_class->measure = confab_wrap_box_measure;
  widget_class->size_allocate = confab_wrap_box_size_allocate;
}

static void
confab_wrap_box_init (ConfabWrapBox *self)
{
}
