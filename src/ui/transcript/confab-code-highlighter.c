/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-code-highlighter"

#include "config.h"

#include "confab-code-highlighter.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "confab-code-run.h"

/* Blocks of code whose analysis is kept at hand. */
#define MAX_RUNS 4

/**
 * ConfabCodeHighlighter:
 *
 * Colours code.
 *
 * What was read of a few blocks is kept, so that an open block only costs what was added to it, and
 * scrolling about in a long one does not read it again and again.
 */
struct _ConfabCodeHighlighter
{
  GObject    parent_instance;

  GPtrArray *runs;  /* owned, of ConfabCodeRun; the most recent last */
};

G_DEFINE_FINAL_TYPE (ConfabCodeHighlighter, confab_code_highlighter, G_TYPE_OBJECT)

static ConfabCodeRun *
get_run (ConfabCodeHighlighter *self,
         ConfabMarkdownScanner *scanner,
         guint                  segment)
{
  const guint block_id = confab_markdown_scanner_get_segment (scanner, segment)->block_id;
  ConfabCodeRun *run;

  for (guint i = self->runs->len; i > 0; i--)
    {
      run = g_ptr_array_index (self->runs, i - 1);
      if (confab_code_run_is_of (run, scanner, block_id))
        {
          if (i < self->runs->len)
            {
              run = g_ptr_array_steal_index (self->runs, i - 1);
              g_ptr_array_add (self->runs, run);
            }
          return run;
        }
    }

  if (self->runs->len == MAX_RUNS)
    g_ptr_array_remove_index (self->runs, 0);
  run = confab_code_run_new (scanner, segment);
  g_ptr_array_add (self->runs, run);

  return run;
}

static void
on_style_manager_notify_dark_cb (ConfabCodeHighlighter *self)
{
  confab_code_highlighter_clear (self);
}

static void
confab_code_highlighter_finalize (GObject *object)
{
  ConfabCodeHighlighter *self = CONFAB_CODE_HIGHLIGHTER (object);

  g_clear_pointer (&self->runs, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_code_highlighter_parent_class)->finalize (object);
}

static void
confab_code_highlighter_class_init (ConfabCodeHighlighterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_code_highlighter_finalize;

  gtk_source_init ();
}

static void
confab_code_highlighter_init (ConfabCodeHighlighter *self)
{
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify)confab_code_run_free);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (on_style_manager_notify_dark_cb), self, G_CONNECT_SWAPPED);
}

/**
 * confab_code_highlighter_new:
 *
 * Returns: (transfer full): a highlighter
 */
ConfabCodeHighlighter *
confab_code_highlighter_new (void)
{
  return g_object_new (CONFAB_TYPE_CODE_HIGHLIGHTER, NULL);
}

/**
 * confab_code_highlighter_highlight:
 * @scanner: what cut the document
 * @segment: a segment of code
 * @is_complete: (out): whether the colours are right; else ask again in idle time
 *
 * Colours a segment by what it and the segments of its block before it say.
 *
 * Returns: (transfer full) (nullable): its colours, or %NULL when there are none
 */
PangoAttrList *
confab_code_highlighter_highlight (ConfabCodeHighlighter *self,
                                   ConfabMarkdownScanner *scanner,
                                   guint                  segment,
                                   gboolean              *is_complete)
{
  return confab_code_run_highlight (get_run (self, scanner, segment), segment, is_complete);
}

/**
 * confab_code_highlighter_clear:
 *
 * Forgets every document. To be called before a scanner is freed.
 */
void
confab_code_highlighter_clear (ConfabCodeHighlighter *self)
{
  g_return_if_fail (CONFAB_IS_CODE_HIGHLIGHTER (self));

  g_ptr_array_set_size (self->runs, 0);
}
