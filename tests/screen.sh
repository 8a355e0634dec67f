# For scripts that drive the real window; to be read with `source`, not run.
#
# Needs $work, a folder of the script's own, and the array `started`, whose processes the script ends when it ends.
# Every wait has a deadline: a machine may be slow or have the screen's programs from elsewhere.

# Waits up to $1 seconds until a command succeeds.
await() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# The reviewer's own settings are neither read nor written, nor a session's bus or screen reached.
own_settings() {
  export HOME=$work/home XDG_CONFIG_HOME=$work/home/config XDG_DATA_HOME=$work/home/data XDG_STATE_HOME=$work/home/state
  export XDG_CACHE_HOME=$work/home/cache XDG_RUNTIME_DIR=$work/run LIBGL_ALWAYS_SOFTWARE=1
  unset WAYLAND_DISPLAY WAYLAND_SOCKET
  mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
  chmod 700 "$XDG_RUNTIME_DIR"
}

# Starts a screen of $1, e.g. 1280x800, with a window manager, and waits for both: a window that comes before its manager
# gets no focus, and no key reaches it.
open_screen() {
  Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 &
  started+=($!)
  await 20 test -s "$work/display" || { echo "no screen: $(tail -n 1 "$work/xvfb.log")" >&2; return 1; }
  DISPLAY=:$(head -n 1 "$work/display")
  export DISPLAY
  openbox >"$work/openbox.log" 2>&1 &
  started+=($!)
  await 20 managed || { echo "no window manager: $(tail -n 1 "$work/openbox.log")" >&2; return 1; }
}
managed() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }

# Waits for the window of the process $1, sets $window, and gives it the keys.
window_of() {
  await 60 shown_or_gone "$1" || { echo "no window within 60 s" >&2; return 1; }
  kill -0 "$1" 2>/dev/null || { echo "it ended instead of opening a window" >&2; return 1; }
  window=$(xdotool search --onlyvisible --name Claimdesk | tail -n 1)
  timeout 20 xdotool windowactivate --sync "$window" 2>/dev/null || xdotool windowfocus "$window" || true
}
shown_or_gone() { ! kill -0 "$1" 2>/dev/null || xdotool search --onlyvisible --name Claimdesk; }

# A window that shows an article has many more colours than an empty one.
painted() { [ "$(import -window "$window" miff:- | convert miff:- -format %k info:)" -gt 40 ]; }
# The project is there when its title is in the window's.
titled() { xdotool getwindowname "$window" | grep -qv '^Untitled'; }
