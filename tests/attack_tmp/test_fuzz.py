import inspect, json, re, sys, uuid, traceback
from datetime import date
from enum import Enum
from typing import get_args, get_origin
import pytest
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from app.core.db import transaction
from app.web.forms import Form
from tests.access.planting import filled, plant
from tests.architecture.route_access import ROUTE_ACCESS
from tests.support.tenants import COUNTY, OTHER_COUNTY
import app.web.errors as errs

LEAVES = {"accounts.sign_ins.destroy", "accounts.sign_ins.destroy_all", "web.events", "attachments.show"}
EVIL = ["\x00", "a\x00b", "-1", "0", "9" * 19, "9" * 30, "9" * 5000, "²", "٣", "0001-01-01", "9999-12-31", "infinity", "inf", "nan", "-inf","1e400",
        "<img src=x onerror=alert(1)>", "{label}{0}%s%(x)s", "\ud800", "1,2,3-99999999999999999", "9223372036854775807", "2147483648", "x" * 100000, "1-1", "%", "\\", "//evil.com", "\r\nX: y", "=1;=2", "a=b", "1_000", "0x1F", "１２", "2026-11-22T00:00:00", "1700000000", "-5000000000000"]
NAMES = "day building state mark room facing long overdue bed beds marks claims q page role next why code region_code from to kind outcome field level parent rooms from_on skip floor_id unit_id on label county ended selected name as_of type sort status floor new sheet columns run_id home institution_id date since until action user subject before after search limit user_id filter tab on_day header sheet_no column row rows problem text".split()
seen500 = {}
last = {}
orig_bug = errs._bug

def where(e):
    tb = traceback.extract_tb(e.__traceback__)
    ours = [f for f in tb if "/work/main/app" in f.filename]
    return " < ".join(f"{f.filename.split('main/')[1]}:{f.lineno}" for f in ours[-3:][::-1]) + f" {type(e).__name__}: {str(getattr(e,'orig',e))[:140]}"

def routes(app):
    for r in iter_route_contexts(app.routes):
        if r.name in ROUTE_ACCESS and r.name not in LEAVES:
            yield r, ("POST" if "POST" in (r.methods or ()) else "GET")

async def ask(connection, browser, method, path, **kw):
    sp = await connection.begin_nested()
    try:
        from urllib.parse import urlencode
        if "params" in kw:
            path += "?" + urlencode(kw.pop("params"), doseq=True, errors="surrogatepass")
        try:
            if method == "GET":
                return await browser.get(path, **kw)
            body = urlencode(kw.pop("data"), doseq=True, errors="surrogatepass")
            return await browser.post(path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded", **kw.get("headers", {})})
        finally:
            if sp.is_active: await sp.rollback()
    except Exception as e:
        return e

def note(what, answer, catch):
    if isinstance(answer, Exception):
        key = "CLIENT " + repr(answer)[:100]
    elif answer.status_code >= 500:
        key = catch.get("e", "?")
    else:
        return
    seen500.setdefault(key, []).append(what)

@pytest.fixture
def catch(monkeypatch, app):
    got = {}
    old = app.exception_handlers.get(Exception)
    async def h(request, error):
        got["e"] = where(error)
        return await old(request, error)
    app.exception_handlers[Exception] = h
    app.middleware_stack = None
    yield got
    app.exception_handlers[Exception] = old
    app.middleware_stack = None

def forms_of(endpoint):
    src = inspect.getsource(endpoint)
    out = []
    g = inspect.unwrap(endpoint).__globals__
    names = set(re.findall(r"\b\w+\b", src))
    for helper in list(names):
        f = g.get(helper)
        if inspect.isfunction(f) and f.__module__.endswith(endpoint.__module__.rsplit(".",1)[-1]):
            names |= set(re.findall(r"\b\w+\b", inspect.getsource(f)))
    for n in names:
        c = g.get(n)
        if inspect.isclass(c) and issubclass(c, BaseModel) and c not in (Form, BaseModel):
            out.append(c)
    return out

GUESS = {"rooms": "401-403", "beds": "2", "role": "nurse"}
def base(model, ids):
    out = {}
    for name, f in model.model_fields.items():
        t = f.annotation
        args = [a for a in get_args(t) if a is not type(None)]
        if get_origin(t) is not None and type(None) in get_args(t) : t = args[0]
        key = f.alias or name
        if name in GUESS: out[key] = GUESS[name]
        elif t is uuid.UUID: out[key] = str(uuid.uuid4())
        elif t is date: out[key] = "2026-11-22"
        elif get_origin(t) in (list, tuple, set, frozenset):
            out[key] = [str(ids.get(name.removesuffix("s"), ids["bed_id"]))]
        elif inspect.isclass(t) and issubclass(t, Enum): out[key] = str(next(iter(t)).value)
        elif t is bool: out[key] = "true"
        elif t is int: out[key] = str(ids.get(name, 1))
        elif "ecimal" in str(t): out[key] = "12.50"
        elif name == "version": out[key] = "1"
        elif "on" == name or name.endswith("_on"): out[key] = "2026-11-22"
        elif "region" in name or "code" in name: out[key] = str(COUNTY)
        else: out[key] = "测试"
    return out

async def planted(actor):
    async with transaction() as session:
        return await plant(session, actor, county=COUNTY), await plant(session, actor, county=COUNTY)

@pytest.mark.timeout(400)
@pytest.mark.parametrize("role", ["administrator", "network_manager"])
async def test_gets(role, app, connection, actor, client_as, catch):
    own, other = await planted(actor)
    browser = await client_as(role, own.home, region=COUNTY)
    seen500.clear()
    for r, method in routes(app):
        if method != "GET" or r.name.startswith("bureau") or r.name.startswith("imports") and role == "administrator": continue
        ids = dict(own.ids, user_id=1)
        path = filled(r.path, ids)
        if path is None: continue
        for v in EVIL:
            if len(v) > 10000: continue
            a = await ask(connection, browser, "GET", path, params={n: v for n in NAMES})
            note((r.name, "ALL", v[:40]), a, catch)
        sig = [p.alias for p in getattr(r.original_route if hasattr(r,'original_route') else r, "dependant").query_params] if hasattr(r, "dependant") else []
        src = inspect.getsource(inspect.getmodule(r.endpoint))
        for n in set(sig) | {n for n in NAMES if f'"{n}"' in src}:
            for v in ("\x00", "9"*30, "9"*5000, "²", "0001-01-01", "9999-12-31", "9223372036854775807","2147483648", "{x}"):
                a = await ask(connection, browser, "GET", path, params={n: v})
                note((r.name, n, v[:40]), a, catch)
        for hdr in ("http://[", "//", "http://test/institutions/%s/board?day=9999-12-31&bed=%s" % (own.ids["institution_id"], "9"*18)):
            a = await ask(connection, browser, "GET", path, headers={"HX-Request": "true", "HX-Current-URL": hdr, "Referer": hdr})
            note((r.name, "HX", hdr), a, catch)
    for k, v in seen500.items(): print("\n##", k, len(v), v[:6])
    assert not seen500

@pytest.mark.timeout(500)
@pytest.mark.parametrize("role", ["administrator", "network_manager"])
async def test_posts(role, app, connection, actor, client_as, catch):
    own, other = await planted(actor)
    browser = await client_as(role, own.home, region=COUNTY)
    seen500.clear(); done = {}
    for r, method in routes(app):
        if method != "POST": continue
        if role == "administrator" and not r.name.startswith(("accounts", "regions")): continue
        if role != "administrator" and r.name.startswith(("accounts.users", "accounts.grants")): continue
        if r.name == "accounts.sign_ins.create": continue
        from app.accounts.queries import users
        ids = dict(own.ids, user_id=1)
        path = filled(r.path, ids)
        if path is None: print("skip", r.name); continue
        for model in forms_of(r.endpoint):
            b = base(model, ids)
            a = await ask(connection, browser, "POST", path, data=b)
            note((r.name, model.__name__, "base"), a, catch)
            done[f"{r.name}/{model.__name__}"] = getattr(a, "status_code", repr(a))
            for field in b:
                if field == "tap_id" : continue
                for v in EVIL:
                    a = await ask(connection, browser, "POST", path, data=b | {field: v, "tap_id": str(uuid.uuid4())} if "tap_id" in b else b | {field: v})
                    note((r.name, field, v[:40]), a, catch)
            for hdr in ("http://[", "//"):
                a = await ask(connection, browser, "POST", path, data=b, headers={"HX-Request": "true", "HX-Current-URL": hdr, "Referer": hdr})
                note((r.name, "HX", hdr), a, catch)
                a = await ask(connection, browser, "POST", path, data=b, headers={"Referer": hdr})
                note((r.name, "Referer", hdr), a, catch)
    print(done)
    for k, v in seen500.items(): print("\n##", k, len(v), v[:6])
    assert not seen500
