/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-watch"

#include "config.h"

#include "confab-local-watch.h"

/**
 * ConfabLocalWatch:
 *
 * Has local servers looked for again and again while a widget is shown that tells of them, so that one
 * that is started later is found, and no timer runs otherwise.
 *
 * Owned by its widget, which clears it when it is disposed.
 */
struct _ConfabLocalWatch
{
  GObject         parent_instance;

  GtkWidget      *widget;        /* unowned: the owner of this */
  ConfabRegistry *registry;      /* owned */
  guint           if_needed : 1; /* only while no provider can be used */
  guint           watching : 1;
};

G_DEFINE_FINAL_TYPE (ConfabLocalWatch, confab_local_watch, G_TYPE_OBJECT)

static void
set_watching (ConfabLocalWatch *self,
              gboolean          watching)
{
  if (self->watching == watching)
    return;

  self->watching = watching;
  if (watching)
    confab_registry_watch_local (self->registry);
  else
    confab_registry_unwatch_local (self->registry);
}

static void
update (ConfabLocalWatch *self)
{
  set_watching (self, gtk_widget_get_mapped (self->widget) &&
                      (!self->if_needed || confab_registry_get_default_provider (self->registry) == NULL));
}

static void
on_is_active_cb (ConfabLocalWatch *self)
{
  /* A local server may have been started since the window was last looked at. */
  if (gtk_window_is_active (GTK_WINDOW (self->widget)))
    confab_registry_probe_local (self->registry);
}

static void
confab_local_watch_dispose (GObject *object)
{
  ConfabLocalWatch *self = CONFAB_LOCAL_WATCH (object);

  if (self->registry != NULL)
    set_watching (self, FALSE);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (confab_local_watch_parent_class)->dispose (object);
}

static void
confab_local_watch_class_init (ConfabLocalWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_local_watch_dispose;
}

static void
confab_local_watch_init (ConfabLocalWatch *self)
{
}

static ConfabLocalWatch *
create (GtkWidget      *widget,
        ConfabRegistry *registry,
        gboolean        if_needed)
{
  ConfabLocalWatch *self = g_object_new (CONFAB_TYPE_LOCAL_WATCH, NULL);

  self->widget = widget;
  self->registry = g_object_ref (registry);
  self->if_needed = if_needed;
  g_signal_connect_object (widget, "map", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/**
 * confab_local_watch_new:
 * @widget: what tells of the servers; the owner
 * @registry: what knows them
 *
 * Watches for as long as @widget is shown.
 *
 * Returns: (transfer full): the watch
 */
ConfabLocalWatch *
confab_local_watch_new (GtkWidget      *widget,
                        ConfabRegistry *registry)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);

  return create (widget, registry, FALSE);
}

/**
 * confab_local_watch_new_for_window:
 * @window: where people chat; the owner
 * @registry: what knows the servers
 *
 * Watches for as long as @window is shown and there is nobody to chat with, and looks once whenever it
 * gets the keyboard.
 *
 * Returns: (transfer full): the watch
 */
ConfabLocalWatch *
confab_local_watch_new_for_window (GtkWindow      *window,
                                   ConfabRegistry *registry)
{
  ConfabLocalWatch *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);

  self = create (GTK_WIDGET (window), registry, TRUE);
  g_signal_connect_object (registry, "notify::default-provider", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_is_active_cb), self, G_CONNECT_SWAPPED);

  return self;
}
