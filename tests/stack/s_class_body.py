"""Classes as they are made."""
from mark import mark


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        mark("prepare")
        return {}

    def __new__(mcs, name, bases, space):
        mark("meta-new")
        return super().__new__(mcs, name, bases, space)

    def __call__(cls):
        mark("meta-call")
        return super().__call__()


class Named:
    def __set_name__(self, owner, name):
        mark("set-name")


class Base(metaclass=Meta):
    field = Named()
    mark("class-body")

    class Inner:
        mark("inner-body")

    def __init_subclass__(cls):
        mark("subclass")


class Derived(Base):
    pass


Derived()
