/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-frames-private.h"

/* A picture that the model has made, whole in one event, in the dialects that have such. */
char *
peer_frames_picture (PeerFrames *self,
                     const char *base64)
{
  g_autofree char *inner = NULL;

  switch (self->dialect)
    {
    case PEER_DIALECT_OPENAI:
      inner = g_strdup_printf ("{\"content\":\"\",\"images\":[{\"type\":\"image_url\",\"image_url\":"
                               "{\"url\":\"data:image/png;base64,%s\"}}]}", base64);
      return peer_frames_openai_chunk (self, inner, "null");

    case PEER_DIALECT_GEMINI:
      inner = g_strdup_printf ("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}", base64);
      return peer_frames_gemini_part (self, inner);

    default:
      return g_strdup ("");
    }
}
