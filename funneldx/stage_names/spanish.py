"""Spanish names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        prospectos, prospecto, prospección, prospeccion, clientes potenciales, cliente potencial,
        compradores potenciales, leads nuevos, nuevos leads, lead nuevo, leads entrantes,
        contactos potenciales, público objetivo, publico objetivo, lista de contactos, base de contactos,
        solicitudes recibidas, clientes objetivo, cliente objetivo
    """),
    Role.DIALED: listed("""
        llamadas realizadas, llamadas hechas, llamadas en frío, llamadas en frio, llamada en frío,
        llamada en frio, intentos de llamada, números marcados, numeros marcados, marcaciones,
        llamadas salientes, llamada saliente, llamadas efectuadas
    """),
    Role.CONTACTED: listed("""
        contactados, contactado, contacto, contacto realizado, contacto establecido, contacto inicial,
        primer contacto, contacto hecho, contestaron, respondieron, llamadas contestadas,
        llamadas respondidas, conocimiento, notoriedad, clientes contactados, cliente contactado,
        leads contactados, prospectos contactados, contactos realizados
    """),
    Role.LISTENED: listed("""
        escucharon, conversación, conversacion, conversaciones, conversaciones mantenidas, hablaron,
        escucharon la oferta
    """),
    Role.INTERESTED: listed("""
        interesados, interesado, interés, interes, leads interesados, mostraron interés, mostraron interes,
        calificado, calificados, cualificado, cualificados, leads calificados, leads cualificados,
        calificación, calificacion, cualificación, cualificacion, oportunidad, oportunidades,
        análisis de necesidades, analisis de necesidades, necesidades identificadas, calificado para comprar,
        descubrimiento, clientes interesados, cliente interesado
    """),
    Role.AGREED: listed("""
        aceptaron, aceptaron la invitación, aceptaron la invitacion, invitados, cita agendada, citas agendadas,
        cita programada, citas programadas, cita concertada, citas concertadas, reunión agendada,
        reunion agendada, reuniones agendadas, reunión programada, reunion programada, reuniones programadas,
        demo agendada, demos agendadas, demo programada, demos programadas, presentación programada,
        presentacion programada
    """),
    Role.ATTENDED: listed("""
        asistieron, asistentes, acudieron, reunión realizada, reunion realizada, reuniones realizadas,
        cita realizada, citas realizadas, demo realizada, demos realizadas, presentación, presentacion,
        presentaciones, presentación realizada, presentacion realizada, visita realizada, visitas realizadas,
        demostración, demostracion, demostraciones, demostración realizada, demostracion realizada,
        demostraciones realizadas
    """),
    Role.PRICE_DISCUSSED: listed("""
        propuesta, propuestas, propuesta enviada, propuestas enviadas, propuesta realizada, propuesta hecha,
        propuesta económica, propuesta economica, propuesta comercial, presupuesto enviado,
        presupuestos enviados, presupuesto presentado, presupuestos presentados, cotización, cotizacion,
        cotizaciones, cotización enviada, cotizacion enviada, cotizaciones enviadas, cotizado, oferta, ofertas,
        oferta enviada, ofertas enviadas, precio discutido, negociación, negociacion, negociaciones,
        negociación iniciada, negociacion iniciada, negociaciones iniciadas, en negociación, en negociacion,
        deseo, deseo de compra, intención de compra, intencion de compra, contrato enviado, toma de decisión,
        toma de decision, regateo
    """),
    Role.PURCHASED: listed("""
        compra, compras, compraron, comprado, compradores, comprador, venta, ventas, vendido, vendidos,
        ventas cerradas, venta cerrada, venta ganada, ventas ganadas, ganado, ganados, ganada, ganadas,
        cierre ganado, cerrado ganado, cerrada ganada, cerradas ganadas, trato ganado, tratos ganados,
        negocio ganado, negocios ganados, cliente, clientes, clientes nuevos, nuevos clientes, cliente nuevo,
        pedido, pedidos, pedidos realizados, pago, pagos, pagado, pagados, contrato firmado, contratos firmados,
        firmado, transacción, transaccion, transacciones
    """),
    Role.REPEAT: listed("""
        recompra, recompras, clientes recurrentes, cliente recurrente, clientes fieles, clientes habituales,
        compra repetida, compras repetidas, segunda compra, segundas compras, volvieron a comprar, fidelización,
        fidelizacion, fidelizados, renovación, renovacion, renovaciones
    """),
}

NO_ROLE = frozenset(
    listed("""
        impresiones, impresión, impresion, alcance, tráfico, trafico, visitas, visita, visitas web,
        visitas al sitio, visitantes, visitantes únicos, visitantes unicos, sesiones, sesión, sesion,
        usuarios, usuarios activos, usuarios nuevos, páginas vistas, paginas vistas, vistas de página,
        vistas de pagina, vistas, vistas de producto, vistas de productos, vista de producto, producto visto,
        productos vistos, búsquedas, busquedas, búsqueda, busqueda, clics, clic, clicks en el sitio,
        página de destino, pagina de destino, página de inicio, pagina de inicio, carrito, carritos,
        añadir al carrito, agregar al carrito, añadido al carrito, agregado al carrito, añadidos al carrito,
        agregados al carrito, carritos creados, inicio de pago, proceso de pago, pago iniciado,
        inicio de compra, envío, envio, registro, registros, registrado, registrados, registrarse,
        inscripción, inscripcion, inscripciones, inscritos, instalación, instalacion, instalaciones, descarga,
        descargas, prueba, pruebas, prueba gratuita, pruebas gratuitas, activación, activacion, activados,
        suscripción, suscripcion, suscripciones, suscriptores, formulario enviado, formularios enviados,
        correos enviados, correos abiertos, retención, retencion, conversiones, nuevo, nuevos, en proceso,
        en curso, propuesta de valor, análisis de percepción, analisis de percepcion,
        preparación de documentos, solicitud recibida, información adicional solicitada,
        informacion adicional solicitada, evaluación, seguimiento, llamada, llamadas, llamado, llamados,
        llamadas telefónicas, llamadas telefonicas, llamadas entrantes, llamadas recibidas, reunión, reunion,
        reuniones, cita, citas, contrato, contratos, factura, facturas
    """)
)

EXITS = frozenset(
    listed("""
        perdido, perdidos, perdida, perdidas, venta perdida, ventas perdidas, cierre perdido, cerrado perdido,
        cerrada perdida, trato perdido, negocio perdido, negocios perdidos, descartado, descartados,
        descalificado, descalificados, no calificado, no calificados, no cualificado, no interesado,
        no interesados, rechazado, rechazados, rechazada, rechazadas, cancelado, cancelados, abandono,
        abandonos, carritos abandonados, cerrado no ganado, no ganado, no ganados, no ganada, tratos perdidos,
        oportunidad perdida, oportunidades perdidas, cerradas perdidas, cliente perdido, clientes perdidos,
        perdido por precio, sin presupuesto, sin interés, sin interes, sin decisión, sin decision,
        no convertido, no convertidos, cerrado no convertido, duplicado, duplicados, correo basura,
        lead basura, leads basura, lead descartado, leads descartados, rechazo, rechazos, cancelada,
        canceladas, no cerrado, no cerrada, fracasado, leads perdidos, lead perdido
    """)
)

HEADERS = {
    "stage": listed("""
        etapa, etapas, fase, fases, paso, pasos, nombre de la etapa, nombre del paso, etapa del embudo,
        etapas del embudo, etapa de embudo, etapa funnel, fase del embudo, paso del embudo, etapa del negocio,
        etapa del trato, trato etapa, negocio etapa, etapa de venta, etapa de ventas, fase de venta,
        etapa de la oportunidad
    """),
    "count": listed("""
        número, numero, cantidad, recuento, conteo, personas, usuarios, número de personas, numero de personas,
        número de leads, numero de leads, cantidad de leads, número de usuarios, numero de usuarios
    """),
    "funnel": listed("embudo, embudos, embudo de ventas, nombre del embudo, trato embudo, negocio embudo"),
    "period": listed("fecha, fechas, período, periodo, periodos, período de tiempo, fecha del informe"),
    "day": listed("día, dia"),
    "week": listed("semana, número de semana, numero de semana"),
    "month": ("mes",),
    "quarter": ("trimestre",),
    "year": ("año",),
}

MEASURES = frozenset(
    listed("""
        precio, precios, coste, costes, costo, costos, gasto, gastos, ingreso, ingresos, importe, importes,
        monto, montos, valor, valores, facturación, facturacion, presupuesto, beneficio, margen, descuento,
        comisión, comision, inversión, inversion, tasa, tasas, porcentaje, conversión, probabilidad, promedio,
        mediana, tiempo, duración, duracion, días, dias, horas, minutos, plazo, teléfono, telefono, mxn,
        objetivos, variación, variacion, diferencia, crecimiento, frecuencia, meta mensual, valor medio
    """)
    + listed("""
        número de pedido, numero de pedido, número de cliente, numero de cliente, número de factura,
        numero de factura, número de contrato, numero de contrato
    """)
)

LAST_MEASURES = frozenset(listed("objetivo, ciclo, gerentes"))

LONE_MEASURES = frozenset(listed("sucursal, tienda"))

COUNTING = {
    "before": listed(
        """
        de, n de, no de, n o de, nro de, núm de, num de, número de, numero de, número total de, numero total de,
        cantidad de, cantidad total de, recuento de, conteo de, suma de, cuenta de
        """,
        "{} ",
    ),
    "after": listed("cantidad, número, numero", " {}"),
}

TOTALS = frozenset(
    listed("""
        total, totales, total general, suma, suma total, subtotal, todos, todas, subtotales
    """)
)

SUMS = frozenset(listed("subtotales"))

SUMMARIES = frozenset(
    listed("""
        promedio, promedios, mediana, objetivo, objetivos, presupuesto, pronóstico, pronostico, previsión,
        prevision, año anterior, mes anterior, período anterior, periodo anterior, variación, variacion,
        diferencia, del total, valor medio
    """)
)

TURNING = frozenset(
    listed("""
        no, sin, perdido, perdida, perdidos, perdidas, rechazado, rechazada, rechazados, rechazadas,
        descartado, descartados, cancelado, cancelada, cancelados, canceladas, descalificado, descalificados,
        duplicado, potencial, potenciales, fracasado, pendiente, pendientes
    """)
)

MONTHS = (
    listed("enero, ene"),
    listed("febrero, feb"),
    listed("marzo, mar"),
    listed("abril, abr"),
    listed("mayo, may"),
    listed("junio, jun"),
    listed("julio, jul"),
    listed("agosto, ago"),
    listed("septiembre, setiembre, sep, sept, set"),
    listed("octubre, oct"),
    listed("noviembre, nov"),
    listed("diciembre, dic"),
)
